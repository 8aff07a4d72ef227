namespace PocketFlow.Search;

/// <summary>log E[max(0, best - y)]: by how much a loss is expected to fall below the best one.</summary>
/// <param name="best">The loss to be below of.</param>
internal sealed class ExpectedImprovement(double best) : IUtility
{
    /// <summary>The logarithm with its derivatives by mean and variance.</summary>
    public static (double Value, double MeanSlope, double VarianceSlope) Of(double best, double mean, double variance)
    {
        double deviation = Math.Sqrt(variance), z = (best - mean) / deviation;
        (double value, double slope) = NormalTails.LogImprovement(z);
        return (value + Math.Log(deviation), -slope / deviation, (1 - slope * z) / (2 * variance));
    }

    /// <inheritdoc/>
    public double Evaluate(
        ReadOnlySpan<double> means, ReadOnlySpan<double> variances, Span<double> meanSlopes, Span<double> varianceSlopes)
    {
        (double value, meanSlopes[0], varianceSlopes[0]) = Of(best, means[0], variances[0]);
        return value;
    }
}
