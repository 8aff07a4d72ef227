using System.Runtime.CompilerServices;

namespace PocketFlow.Search;

/// <summary>Bayesian optimisation with Gaussian processes: the next trial is where most improvement is expected.</summary>
/// <remarks>
/// Jones, Schonlau and Welch (1998), "Efficient global optimization of expensive black-box functions", with the logarithm of
/// expected improvement (Ament et al., 2023, arXiv 2310.20708), its product with the probability that constraints are met
/// (Gardner et al., 2014), and expected hypervolume improvement where there are several objectives. Every process is
/// fitted from where a fit to more than 7/8 of its first observations ended; that one has fixed starts, so that what is
/// remembered from trial to trial can be worked out again.
/// </remarks>
public sealed class GpSampler : ISampler
{
    private readonly GpOptions _options;
    private readonly SurrogateFit _fit;
    private readonly SobolSampler _startup = new();
    private readonly ConditionalWeakTable<StudyHistory, FittedStudy> _fitted = [];

    /// <summary>Creates the sampler.</summary>
    /// <param name="options">How thoroughly it searches; null for the defaults.</param>
    public GpSampler(GpOptions? options = null)
    {
        _options = options ?? new();
        _fit = new SurrogateFit(_options, new AnchorMemory());
    }

    /// <inheritdoc/>
    public string Name => "gp";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Sample(SamplingRequest request) =>
        Sample(request, request.Space, _options.StartupTrials) ?? _startup.Sample(request);

    /// <summary>Chooses the parameter together with those that came with it before, given what the trial has; they get
    /// the values that go with it when they are asked for in turn.</summary>
    public double SampleIndependently(SamplingRequest request)
    {
        (string name, Distribution distribution) = request.Space.Single();
        StudyHistory alike = request.History with
        {
            Trials = [.. request.History.Trials.Where(t =>
                t.Parameters.TryGetValue(name, out double value) && distribution.Contains(value)
                && request.Given.Keys.All(t.Parameters.ContainsKey))],
        };
        var space = new SearchSpace { { name, distribution } };
        foreach ((string other, Distribution values) in IntersectionSpace.Of(alike))
        {
            if (other != name && (!request.Given.TryGetValue(other, out double given) || values.Contains(given)))
            {
                space.Add(other, values);
            }
        }

        // Branches of a space have fewer trials than the study, and what came before them is known.
        return Sample(request with { History = alike }, space, (_options.StartupTrials + 1) / 2)?[name]
            ?? _startup.SampleIndependently(request);
    }

    private Dictionary<string, double>? Sample(SamplingRequest request, SearchSpace space, int leastTrials)
    {
        var cube = new UnitCube(space, request.Given);
        FittedStudy fitted = Fitted(request, space, cube, leastTrials);
        if (fitted.Acquisition is null || cube.Dimensions == 0)
        {
            return null;
        }

        long purpose = StableHash.Of(string.Join(' ', request.Space.Names));
        var search = new AcquisitionSearch(cube, fitted.Acquisition, _options, request.NewRandom(purpose));
        double[][] taken = request.Attempt > 0 ? fitted.Taken : [];
        double[] best = search.Best(fitted.Incumbents, p => !taken.Any(t => t.AsSpan().SequenceEqual(p)));
        return cube.ValuesAt(best);
    }

    /// <summary>What was fitted for an earlier attempt at the same trial.</summary>
    private FittedStudy Fitted(SamplingRequest request, SearchSpace space, UnitCube cube, int leastTrials)
    {
        if (request.Attempt > 0 && _fitted.TryGetValue(request.History, out FittedStudy? earlier)
            && ReferenceEquals(earlier.Space, space))
        {
            return earlier;
        }

        FittedStudy fitted = FittedStudy.Of(request.History, space, cube, leastTrials, _fit);
        _fitted.AddOrUpdate(request.History, fitted);
        return fitted;
    }
}
