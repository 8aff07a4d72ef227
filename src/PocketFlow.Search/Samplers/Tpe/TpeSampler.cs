using System.Collections.Concurrent;
using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>The tree-structured Parzen estimator: the next trial is where good trials are dense and bad ones are not.</summary>
/// <remarks>
/// Bergstra et al. (2011), "Algorithms for hyper-parameter optimization", section 4, with product kernels over all parameters
/// (Falkner et al., 2018, arXiv 1807.01774), the bandwidths and weights that Watanabe (2023, arXiv 2304.11127) describes,
/// running trials counted as bad ones, and Ozaki et al. (2020), "Multiobjective tree-structured Parzen estimator".
/// Parameters that only some trials have are chosen one by one, from the trials that have them.
/// </remarks>
/// <param name="options">How it searches; null for the defaults.</param>
public sealed class TpeSampler(TpeOptions? options = null) : ISampler
{
    /// <summary>Good trials are few, so that kernels whose least width falls with the number of them alone would stay wide
    /// for as long as a study takes. The magic clip's exponent in Watanabe (2023).</summary>
    private const double Sharpness = 2;

    private readonly TpeOptions _options = options ?? new();
    private readonly SobolSampler _startup = new();
    private readonly ConcurrentDictionary<string, PointReader> _readers = new(StringComparer.Ordinal); // by parameters

    /// <inheritdoc/>
    public string Name => "tpe";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Sample(SamplingRequest request)
    {
        if (IsStartup(request.History))
        {
            return _startup.Sample(request);
        }

        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (SearchSpace part in Parts(request))
        {
            foreach ((string name, double value) in part.Names.Zip(Best(request, part)))
            {
                values[name] = value;
            }
        }

        foreach ((string name, Distribution distribution) in request.Space)
        {
            values.TryAdd(name, distribution.FromUnit(0.5));
        }

        return values;
    }

    private bool IsStartup(StudyHistory history) =>
        !history.Trials.Where(TrialSplit.IsTold).Skip(Math.Max(1, _options.StartupTrials) - 1).Any();

    /// <summary>What is chosen together. Parameters with one value need no choice.</summary>
    private IEnumerable<SearchSpace> Parts(SamplingRequest request)
    {
        SearchSpace part = [];
        foreach ((string name, Distribution distribution) in request.Space)
        {
            if (distribution.IsSingle)
            {
                continue;
            }

            part.Add(name, distribution);
            if (!_options.IsJoint)
            {
                yield return part;
                part = [];
            }
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    /// <summary>Of points drawn from the good trials' density, the one with the largest ratio to the bad ones'. Where a point
    /// of the space was refused, those of earlier trials are passed over.</summary>
    private double[] Best(SamplingRequest request, SearchSpace space)
    {
        string names = string.Join('\n', space.Names);
        TrialSplit split = TrialSplit.Of(request.History, ReaderOf(names, space));
        ParzenEstimator good = ParzenEstimator.Of(split.Good, space, request.History.IsSingleObjective, Sharpness);
        ParzenEstimator bad = ParzenEstimator.Of(split.Bad, space);
        bool isRefused = request.Attempt > 0 && _options.IsJoint;
        SeededRandom random = request.NewRandom(StableHash.Of(names));
        double[]? best = null;
        double bestRatio = double.NegativeInfinity;
        for (int i = 0; i < Math.Max(1, _options.Candidates); i++)
        {
            double[] point = good.Draw(ref random);
            double ratio = isRefused && split.Holds(point) ? double.NegativeInfinity
                : good.LogDensity(point) - bad.LogDensity(point);
            if (best is null || ratio > bestRatio)
            {
                (best, bestRatio) = (point, ratio);
            }
        }

        return best!;
    }

    private PointReader ReaderOf(string names, SearchSpace space)
    {
        PointReader reader = _readers.GetOrAdd(names, _ => new PointReader(space));
        return reader.IsOf(space) ? reader : _readers[names] = new PointReader(space);
    }
}
