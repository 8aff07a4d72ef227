using System.Runtime.CompilerServices;

namespace PocketFlow.Search;

/// <summary>Bayesian optimisation with Gaussian processes: the next trial is where most improvement is expected.</summary>
/// <remarks>
/// Jones, Schonlau and Welch (1998), "Efficient global optimization of expensive black-box functions", with the logarithm of
/// expected improvement (Ament et al., 2023, arXiv 2310.20708), its product with the probability that constraints are met
/// (Gardner et al., 2014), and expected hypervolume improvement where there are several objectives. Every process is fitted
/// anew from fixed starts, so that nothing is remembered from trial to trial.
/// </remarks>
/// <param name="options">How thoroughly it searches; null for the defaults.</param>
public sealed class GpSampler(GpOptions? options = null) : ISampler
{
    private readonly GpOptions _options = options ?? new();
    private readonly SobolSampler _startup = new();
    private readonly ConditionalWeakTable<StudyHistory, FittedStudy> _fitted = [];

    /// <inheritdoc/>
    public string Name => "gp";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Sample(SamplingRequest request)
    {
        var cube = new UnitCube(request.Space);
        FittedStudy fitted = Fitted(request, cube);
        if (fitted.Acquisition is null || cube.Dimensions == 0)
        {
            return _startup.Sample(request);
        }

        var search = new AcquisitionSearch(cube, fitted.Acquisition, _options, request.NewRandom());
        double[][] taken = request.Attempt > 0 ? fitted.Taken : [];
        double[] best = search.Best(fitted.Incumbents, p => !taken.Any(t => t.AsSpan().SequenceEqual(p)));
        return cube.ValuesAt(best);
    }

    /// <summary>What was fitted for an earlier attempt at the same trial.</summary>
    private FittedStudy Fitted(SamplingRequest request, UnitCube cube)
    {
        if (request.Attempt > 0 && _fitted.TryGetValue(request.History, out FittedStudy? earlier)
            && ReferenceEquals(earlier.Space, request.Space))
        {
            return earlier;
        }

        FittedStudy fitted = FittedStudy.Of(request, cube, _options);
        _fitted.AddOrUpdate(request.History, fitted);
        return fitted;
    }
}
