using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>Covers the space evenly: trial n gets point n of a scrambled Sobol sequence.</summary>
/// <remarks>Parameters that the objective asks for by themselves, and those beyond the sequence's dimensions, are drawn at
/// random.</remarks>
public sealed class SobolSampler : ISampler
{
    private readonly RandomSampler _random = new();
    private (long Seed, SobolSequence Sequence)? _cache;

    /// <inheritdoc/>
    public string Name => "sobol";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Sample(SamplingRequest request)
    {
        // Another point is asked for where the sequence's own was evaluated before; skipping ahead would only meet the
        // points of later trials.
        if (request.Attempt > 0)
        {
            return _random.Sample(request);
        }

        int dimensions = Math.Min(request.Space.Count, SobolSequence.MaximalDimensions);
        double[] point = SequenceOf(request.History.Seed, dimensions).Point(request.Number);
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, Distribution distribution) in request.Space)
        {
            SeededRandom random = request.NewRandom(StableHash.Of(name));
            values[name] = distribution.FromUnit(values.Count < dimensions ? point[values.Count] : random.NextDouble());
        }

        return values;
    }

    /// <inheritdoc/>
    public double SampleIndependently(SamplingRequest request) =>
        ((ISampler)_random).SampleIndependently(request);

    private SobolSequence SequenceOf(long seed, int dimensions)
    {
        if (_cache is not { } cache || cache.Seed != seed || cache.Sequence.Dimensions != dimensions)
        {
            cache = (seed, new SobolSequence(dimensions, seed));
            _cache = cache;
        }

        return cache.Sequence;
    }
}
