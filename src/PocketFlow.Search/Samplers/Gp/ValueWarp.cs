namespace PocketFlow.Search;

/// <summary>A monotone function of losses under which they are closer to a Gaussian process: the identity, or the logarithm
/// of their distance from a little below the least.</summary>
/// <param name="Origin">What maps to minus infinity; minus infinity for the identity.</param>
internal readonly record struct ValueWarp(double Origin)
{
    /// <summary>The identity.</summary>
    public static ValueWarp None { get; } = new(double.NegativeInfinity);

    /// <summary>How far below the least value origins can be, in distances of the least from the median; infinite for the
    /// identity, which is the simplest.</summary>
    public static IReadOnlyList<double> Offsets { get; } = [double.PositiveInfinity, 0.1, 1];

    /// <summary>The warp of values with an offset; the identity where most of them are the least one.</summary>
    public static ValueWarp Of(double offset, double[] values)
    {
        double[] sorted = [.. values.Order()];
        double extent = sorted[sorted.Length / 2] - sorted[0];
        return extent > 1e-300 ? new ValueWarp(sorted[0] - offset * extent) : None;
    }

    /// <summary>The value of the function.</summary>
    public double Apply(double value) => double.IsFinite(Origin) ? Math.Log(value - Origin) : value;

    /// <summary>The logarithm of its derivative.</summary>
    public double LogSlope(double value) => double.IsFinite(Origin) ? -Math.Log(value - Origin) : 0;
}
