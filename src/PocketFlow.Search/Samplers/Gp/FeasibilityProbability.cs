namespace PocketFlow.Search;

/// <summary>log P(every constraint is at or below its limit), for independent constraints.</summary>
/// <param name="limits">One per constraint.</param>
internal sealed class FeasibilityProbability(IReadOnlyList<double> limits) : IUtility
{
    /// <inheritdoc/>
    public double Evaluate(
        ReadOnlySpan<double> means, ReadOnlySpan<double> variances, Span<double> meanSlopes, Span<double> varianceSlopes)
    {
        double sum = 0;
        for (int i = 0; i < limits.Count; i++)
        {
            double deviation = Math.Sqrt(variances[i]), z = (limits[i] - means[i]) / deviation;
            (double value, double slope) = NormalTails.LogDistribution(z);
            sum += value;
            (meanSlopes[i], varianceSlopes[i]) = (-slope / deviation, -slope * z / (2 * variances[i]));
        }

        return sum;
    }
}
