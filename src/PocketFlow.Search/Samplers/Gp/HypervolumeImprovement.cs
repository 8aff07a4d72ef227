namespace PocketFlow.Search;

/// <summary>log E[the volume by which a candidate extends what the front dominates].</summary>
/// <remarks>
/// The volume is a sum over disjoint boxes (Daulton et al., 2020, arXiv 2006.05078, equation 1). Beliefs about the losses
/// are independent, so that the expectation of each box is a product of differences of expected improvements: exact,
/// where others sample. Sums and differences are taken of logarithms, as far from the front nothing else is left.
/// </remarks>
/// <param name="boxes">Of the space that the front leaves, as of <see cref="DominatedSpace.Complement"/>.</param>
internal sealed class HypervolumeImprovement(IReadOnlyList<Box> boxes) : IUtility
{
    /// <inheritdoc/>
    public double Evaluate(
        ReadOnlySpan<double> means, ReadOnlySpan<double> variances, Span<double> meanSlopes, Span<double> varianceSlopes)
    {
        int objectives = means.Length;
        meanSlopes.Clear();
        varianceSlopes.Clear();
        Span<double> boxMeans = stackalloc double[objectives], boxVariances = stackalloc double[objectives];
        double largest = double.NegativeInfinity, sum = 0;
        foreach (Box box in boxes)
        {
            double value = 0;
            for (int k = 0; k < objectives; k++)
            {
                (double side, boxMeans[k], boxVariances[k]) = Side(box.Lower[k], box.Upper[k], means[k], variances[k]);
                value += side;
            }

            if (value == double.NegativeInfinity)
            {
                continue;
            }

            // The sum so far is in units of exp(largest).
            double shrink = value > largest ? Math.Exp(largest - value) : 1;
            largest = Math.Max(largest, value);
            double weight = Math.Exp(value - largest);
            sum = sum * shrink + weight;
            for (int k = 0; k < objectives; k++)
            {
                meanSlopes[k] = meanSlopes[k] * shrink + weight * boxMeans[k];
                varianceSlopes[k] = varianceSlopes[k] * shrink + weight * boxVariances[k];
            }
        }

        for (int k = 0; k < objectives && sum > 0; k++)
        {
            (meanSlopes[k], varianceSlopes[k]) = (meanSlopes[k] / sum, varianceSlopes[k] / sum);
        }

        return sum > 0 ? largest + Math.Log(sum) : double.NegativeInfinity;
    }

    /// <summary>log E[length of what lies above y in an interval] and its derivatives.</summary>
    private static (double Value, double MeanSlope, double VarianceSlope) Side(
        double lower, double upper, double mean, double variance)
    {
        (double Value, double MeanSlope, double VarianceSlope) high = ExpectedImprovement.Of(upper, mean, variance);
        if (double.IsNegativeInfinity(lower))
        {
            return high;
        }

        (double Value, double MeanSlope, double VarianceSlope) low = ExpectedImprovement.Of(lower, mean, variance);
        double ratio = Math.Exp(low.Value - high.Value), rest = 1 - ratio;
        return rest <= 0
            ? (double.NegativeInfinity, 0, 0)
            : (high.Value + Math.Log(rest), (high.MeanSlope - ratio * low.MeanSlope) / rest,
                (high.VarianceSlope - ratio * low.VarianceSlope) / rest);
    }
}
