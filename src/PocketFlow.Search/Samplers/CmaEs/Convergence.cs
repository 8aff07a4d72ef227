namespace PocketFlow.Search;

/// <summary>When more of the same tells nothing new.</summary>
/// <remarks>Hansen, "The CMA Evolution Strategy: A Tutorial", arXiv 1604.00772, section B.3. The least deviation is larger
/// than there: no parameter of a search is worth a 10^8th of its range.</remarks>
internal static class Convergence
{
    private const double LeastDeviation = 1e-8;
    private const double MostCondition = 1e14;
    private const double LeastDifference = 1e-12;

    /// <summary>Whether the strategy should begin anew.</summary>
    /// <param name="evolution">After its latest generation.</param>
    /// <param name="space">What is searched.</param>
    /// <param name="losses">Of the latest generation; NaN for trials without a value.</param>
    public static bool IsReached(Evolution evolution, StrategySpace space, double[] losses) =>
        IsFlat(evolution, space, losses) || (space.Numbers.Count > 0 && IsNarrow(evolution.State, space.Axes));

    /// <summary>All values of the latest generation, and the best ones of the last 10 + ⌈30 n / λ⌉, are equal.</summary>
    private static bool IsFlat(Evolution evolution, StrategySpace space, double[] losses)
    {
        int count = 10 + (int)Math.Ceiling(30.0 * space.Numbers.Count / evolution.PopulationSize);
        return evolution.Losses.Count >= count && AreEqual(losses) && AreEqual([.. evolution.Losses.TakeLast(count)]);
    }

    private static bool AreEqual(double[] losses) =>
        losses.All(l => l == losses[0]) || losses.Max() - losses.Min() < LeastDifference;

    /// <summary>Every real number is certain, or the distribution is too flat to be computed with.</summary>
    private static bool IsNarrow(StrategyState state, IReadOnlyList<Distribution> axes)
    {
        int[] continuous = [.. Enumerable.Range(0, axes.Count).Where(i => axes[i].Count is null)];
        return (continuous.Length > 0 && continuous.All(i => state.Deviation(i) < LeastDeviation))
            || Math.Pow(state.Lengths[^1] / state.Lengths[0], 2) > MostCondition || !(state.Sigma is > 1e-100 and < 1e100);
    }
}
