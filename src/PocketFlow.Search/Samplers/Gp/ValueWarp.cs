namespace PocketFlow.Search;

/// <summary>A monotone function of losses under which they are closer to a Gaussian process: the identity, or the logarithm
/// of their distance from a little below the least.</summary>
/// <param name="Origin">What maps to minus infinity; minus infinity for the identity.</param>
internal readonly record struct ValueWarp(double Origin)
{
    /// <summary>The identity.</summary>
    public static ValueWarp None { get; } = new(double.NegativeInfinity);

    /// <summary>How far below the least value the origins are, in distances of the least from the median.</summary>
    private static readonly double[] s_offsets = [0.1, 1];

    /// <summary>The warps to choose from.</summary>
    public static IEnumerable<ValueWarp> Candidates(IReadOnlyList<double> values)
    {
        yield return None;
        double[] sorted = [.. values.Order()];
        double extent = sorted[sorted.Length / 2] - sorted[0];
        if (!(extent > 1e-300))
        {
            yield break;
        }

        foreach (double offset in s_offsets)
        {
            yield return new ValueWarp(sorted[0] - offset * extent);
        }
    }

    /// <summary>The value of the function.</summary>
    public double Apply(double value) => double.IsFinite(Origin) ? Math.Log(value - Origin) : value;

    /// <summary>The logarithm of its derivative.</summary>
    public double LogSlope(double value) => double.IsFinite(Origin) ? -Math.Log(value - Origin) : 0;
}
