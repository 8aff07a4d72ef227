namespace PocketFlow.Search;

/// <summary>CMA-ES: draws from a normal distribution that learns where good trials are and in which directions they lie.
/// For one objective.</summary>
/// <remarks>
/// Hansen 2016, "The CMA Evolution Strategy: A Tutorial", arXiv 1604.00772, with active covariance; Hamano et al. 2022,
/// arXiv 2205.13482, for numbers with steps; probabilities that are learned for categories; restarts with twice the population
/// (Auger and Hansen 2005). A trial notes its generation and what was drawn for it; from that the strategy's state follows. A
/// generation is complete with as many results as the population has places, and what other workers add later counts as well.
/// Parameters that only some trials have are chosen one by one as <see cref="TpeSampler"/> chooses them.
/// </remarks>
public sealed class CmaEsSampler : ISampler
{
    private readonly CmaEsOptions _options;
    private readonly RandomSampler _first = new();
    private readonly TpeSampler _others = new(new TpeOptions { StartupTrials = 1 });
    private Lineage? _cache;

    /// <summary>Creates the sampler.</summary>
    /// <param name="options">Null for the defaults.</param>
    public CmaEsSampler(CmaEsOptions? options = null) => _options = options ?? new CmaEsOptions();

    /// <inheritdoc/>
    public string Name => "cma-es";

    /// <inheritdoc/>
    /// <exception cref="StudyException">There are several objectives.</exception>
    public IReadOnlyDictionary<string, double> Sample(SamplingRequest request)
    {
        RequireOneObjective(request.History);
        var space = new StrategySpace(request.Space);
        var lineage = Lineage.Of(request.History, space, _options, Volatile.Read(ref _cache));
        Volatile.Write(ref _cache, lineage);
        TrialNotes.NoteGeneration(request, lineage.Generation);
        return new Draw(request, space, lineage.Evolution).Values();
    }

    /// <inheritdoc/>
    /// <exception cref="StudyException">There are several objectives.</exception>
    public double SampleIndependently(SamplingRequest request)
    {
        RequireOneObjective(request.History);
        if (((ISampler)this).JointSpace(request.History).Count > 0)
        {
            return ((ISampler)_others).SampleIndependently(request);
        }

        // The first trial of an objective that asks for itself is no choice of the user's to begin at.
        TrialNotes.NoteGeneration(request, 0);
        return ((ISampler)_first).SampleIndependently(request);
    }

    private static void RequireOneObjective(StudyHistory history)
    {
        if (!history.IsSingleObjective)
        {
            throw new StudyException($"found {history.Directions.Count} objectives; the sampler \"cma-es\" works with one. "
                + "Use \"nsga-ii\", \"tpe\" or \"gp\" for several.");
        }
    }
}
