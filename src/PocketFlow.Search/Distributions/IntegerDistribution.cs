namespace PocketFlow.Search;

/// <summary>Whole numbers between two bounds, both included.</summary>
public sealed record IntegerDistribution : Distribution
{
    /// <summary>Creates the distribution.</summary>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest value; lowered to the last step.</param>
    /// <param name="step">Distance of neighbours, counted from the smallest.</param>
    /// <param name="isLog">Whether equal ratios are equally likely, instead of equal differences.</param>
    /// <exception cref="ArgumentException">The bounds are no range, or a step is combined with the logarithm.</exception>
    public IntegerDistribution(long low, long high, long step = 1, bool isLog = false)
    {
        RequireRange(low, high, isLog);
        if (step < 1 || (step > 1 && isLog))
        {
            throw new ArgumentException($"found step {step}; expected 1 or more, and 1 on a logarithmic range.");
        }

        (Low, High, Step, IsLog) = (low, low + (high - low) / step * step, step, isLog);
    }

    /// <summary>The smallest value.</summary>
    public long Low { get; }

    /// <summary>The largest value.</summary>
    public long High { get; }

    /// <summary>Distance of neighbours.</summary>
    public long Step { get; }

    /// <summary>Whether equal ratios are equally likely.</summary>
    public bool IsLog { get; }

    /// <inheritdoc/>
    public override long? Count => (High - Low) / Step + 1;

    /// <summary>Logarithms of the bounds, half a step beyond them so that the outer values get whole cells.</summary>
    private (double Low, double High) LogBounds => (Math.Log(Low - 0.5), Math.Log(High + 0.5));

    /// <inheritdoc/>
    public override bool Contains(double value) =>
        value >= Low && value <= High && value == Math.Floor(value) && ((long)value - Low) % Step == 0;

    /// <inheritdoc/>
    public override double At(long index) => Low + Step * index;

    /// <inheritdoc/>
    public override double FromUnit(double unit)
    {
        if (!IsLog)
        {
            return At(Cell(unit, Count!.Value));
        }

        (double low, double high) = LogBounds;
        return Math.Clamp(Math.Round(Math.Exp(low + unit * (high - low))), Low, High);
    }

    /// <inheritdoc/>
    public override double ToUnit(double value)
    {
        if (!IsLog)
        {
            return ((value - Low) / Step + 0.5) / Count!.Value;
        }

        (double low, double high) = LogBounds;
        return (Math.Log(value) - low) / (high - low);
    }

    /// <inheritdoc/>
    public override object? Describe(double value) => (long)value;

    /// <summary>For example <c>whole numbers from 1 to 9 in steps of 2</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"whole numbers from {Low} to {High}")
        + (Step > 1 ? FormattableString.Invariant($" in steps of {Step}") : IsLog ? " on a logarithmic scale" : "");
}
