namespace PocketFlow.Search;

/// <summary>Real numbers between two bounds, both included.</summary>
public sealed record FloatDistribution : Distribution
{
    /// <summary>Creates the distribution.</summary>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest value; lowered to the last step.</param>
    /// <param name="step">Distance of neighbours, counted from the smallest; null for all reals.</param>
    /// <param name="isLog">Whether equal ratios are equally likely, instead of equal differences.</param>
    /// <exception cref="ArgumentException">The bounds are no range, or step and logarithm are combined.</exception>
    public FloatDistribution(double low, double high, double? step = null, bool isLog = false)
    {
        RequireRange(low, high, isLog);
        if (step is <= 0 || (step is not null && isLog))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"found step {step}; expected one above 0, and none on a logarithmic range."));
        }

        (Low, Step, IsLog) = (low, step, isLog);
        High = step is { } s ? Round(low + s * Math.Floor((high - low) / s + 1e-8)) : high;
    }

    /// <summary>The smallest value.</summary>
    public double Low { get; }

    /// <summary>The largest value.</summary>
    public double High { get; }

    /// <summary>Distance of neighbours; null for all reals.</summary>
    public double? Step { get; }

    /// <summary>Whether equal ratios are equally likely.</summary>
    public bool IsLog { get; }

    /// <inheritdoc/>
    public override long? Count => Low == High ? 1 : Step is { } s ? (long)Math.Round((High - Low) / s) + 1 : null;

    /// <inheritdoc/>
    public override bool Contains(double value) => value >= Low && value <= High
        && (Step is not { } s || Math.Abs((value - Low) / s - Math.Round((value - Low) / s)) < 1e-8);

    /// <inheritdoc/>
    public override double At(long index) => Math.Clamp(Round(Low + (Step ?? 0) * index), Low, High);

    /// <inheritdoc/>
    public override double FromUnit(double unit)
    {
        if (Count is { } count)
        {
            return At(Cell(unit, count));
        }

        double value = IsLog
            ? Math.Exp(Math.Log(Low) + unit * (Math.Log(High) - Math.Log(Low)))
            : Low + unit * (High - Low);
        return Math.Clamp(value, Low, High);
    }

    /// <inheritdoc/>
    public override double ToUnit(double value)
    {
        if (IsSingle)
        {
            return 0.5;
        }

        return Step is { } s ? (Math.Round((value - Low) / s) + 0.5) / Count!.Value
            : IsLog ? (Math.Log(value) - Math.Log(Low)) / (Math.Log(High) - Math.Log(Low))
            : (value - Low) / (High - Low);
    }

    /// <summary>Takes the noise of adding steps off, so that 0.1 · 3 is written 0.3.</summary>
    /// <summary>For example <c>real numbers from 0 to 1 in steps of 0.1</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"real numbers from {Low} to {High}")
        + (Step is { } step ? FormattableString.Invariant($" in steps of {step}") : IsLog ? " on a logarithmic scale" : "");

    private static double Round(double value) => double.Parse(
        value.ToString("G15", System.Globalization.CultureInfo.InvariantCulture),
        System.Globalization.CultureInfo.InvariantCulture);
}
