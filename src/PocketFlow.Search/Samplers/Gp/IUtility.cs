namespace PocketFlow.Search;

/// <summary>How much a candidate is worth, by what is believed of its losses: logarithm of an expectation.</summary>
/// <remarks>A function of means and variances alone; <see cref="Acquisition"/> carries it to the parameters.</remarks>
internal interface IUtility
{
    /// <summary>The utility and its derivatives.</summary>
    /// <param name="means">Of normal beliefs, independent of each other.</param>
    /// <param name="variances">Of them, above 0.</param>
    /// <param name="meanSlopes">Gets the derivatives by the means.</param>
    /// <param name="varianceSlopes">Gets the derivatives by the variances.</param>
    double Evaluate(
        ReadOnlySpan<double> means, ReadOnlySpan<double> variances, Span<double> meanSlopes, Span<double> varianceSlopes);
}
