using System.Runtime.CompilerServices;
using PocketFlow.Data;
using PocketFlow.Search;

namespace PocketFlow.Allocation;

/// <summary>
/// Spends no trial on a candidate that another one has: where a sampler's wish is projected to such, the nearest way to a new
/// one is taken, by normal moves that grow until there is one.
/// </summary>
/// <remarks>Levels are steps and budgets are shared, so that many wishes mean the same candidate.</remarks>
/// <param name="inner">Makes the wishes.</param>
internal sealed class FreshCandidateSampler(ISampler inner) : ISampler
{
    private const int Attempts = 64;
    private const double FirstMove = 0.02;
    private const double Growth = 1.07;
    private const long Purpose = 0x66726573;

    // Parameters of a trial never change: the key of its candidate is worked out once.
    private readonly ConditionalWeakTable<IReadOnlyDictionary<string, double>, string> _keys = [];

    /// <summary>Turns parameters into candidates; null lets every wish pass.</summary>
    public CandidateSpace? Candidates { get; set; }

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public SearchSpace JointSpace(StudyHistory history) => inner.JointSpace(history);

    /// <inheritdoc/>
    public double SampleIndependently(SamplingRequest request) => inner.SampleIndependently(request);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Sample(SamplingRequest request)
    {
        IReadOnlyDictionary<string, double> wish = inner.Sample(request);
        if (Candidates is not { } candidates || !request.Space.Names.SequenceEqual(candidates.Space.Names))
        {
            return wish;
        }

        HashSet<string> taken = [.. request.History.Trials.Where(t => candidates.Space.Names.All(t.Parameters.ContainsKey))
            .Select(t => _keys.GetValue(t.Parameters, p => KeyOf(candidates, p)))];
        if (!taken.Contains(KeyOf(candidates, wish)))
        {
            return wish;
        }

        SeededRandom random = request.NewRandom(Purpose);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            IReadOnlyDictionary<string, double> moved = Moved(
                wish, candidates.Space, FirstMove * Math.Pow(Growth, attempt), ref random);
            if (!taken.Contains(KeyOf(candidates, moved)))
            {
                // What the sampler noted is about its own wish.
                request.Attributes.Clear();
                return moved;
            }
        }

        return wish;
    }

    private static string KeyOf(CandidateSpace candidates, IReadOnlyDictionary<string, double> parameters) =>
        CandidateMeasurement.KeyOf(candidates.Levels(parameters));

    private static Dictionary<string, double> Moved(
        IReadOnlyDictionary<string, double> wish, SearchSpace space, double deviation, ref SeededRandom random)
    {
        var moved = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, Distribution distribution) in space)
        {
            var range = (FloatDistribution)distribution;
            double step = deviation * (range.High - range.Low) * NormalDraw.Next(ref random);
            moved[name] = Math.Clamp(wish[name] + step, range.Low, range.High);
        }

        return moved;
    }
}
