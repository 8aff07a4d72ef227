namespace PocketFlow.Search;

/// <summary>Probabilities of categories, each parameter by itself. Never changes.</summary>
/// <remarks>Baluja 1994, "Population-based incremental learning", with CMA-ES's weights and a least probability for every
/// category. The categorical half of CatCMA (Hamano et al. 2024, arXiv 2405.09962) has the same update and margin, with a
/// rate that adapts over more generations than studies here have.</remarks>
internal sealed class CategoryModel
{
    private readonly double[][] _probabilities; // [parameter][category]

    private CategoryModel(double[][] probabilities) => _probabilities = probabilities;

    /// <summary>All categories equally likely.</summary>
    public static CategoryModel Even(StrategySpace space) => new(
        [.. space.Categories.Select(p => Enumerable.Repeat(1.0 / p.Value.Count!.Value, (int)p.Value.Count!.Value).ToArray())]);

    /// <summary>The category at a place of the unit interval, on which each has a length of its probability.</summary>
    public int At(int parameter, double unit)
    {
        double[] row = _probabilities[parameter];
        int category = 0;
        for (double end = row[0]; category < row.Length - 1 && unit >= end; end += row[category])
        {
            category++;
        }

        return category;
    }

    /// <summary>Moves the probabilities towards those of the parents.</summary>
    /// <param name="parents">Their categories, [parent][parameter], the best first.</param>
    /// <param name="weights">Of the parents; sum to 1.</param>
    /// <param name="rate">How far: 0 to 1.</param>
    public CategoryModel Towards(IReadOnlyList<int[]> parents, double[] weights, double rate)
    {
        double[][] next = [.. _probabilities.Select(row => row.Select(p => (1 - rate) * p).ToArray())];
        for (int parameter = 0; parameter < next.Length; parameter++)
        {
            for (int k = 0; k < parents.Count; k++)
            {
                next[parameter][parents[k][parameter]] += rate * weights[k];
            }

            next[parameter] = WithMargin(next[parameter], next.Length);
        }

        return new CategoryModel(next);
    }

    /// <summary>Gives each category the least probability of CatCMA, (1 − 0.73^(1/N)) / (K − 1) for N parameters and K
    /// categories, where that is below an even share, and takes it from what the others have above.</summary>
    private static double[] WithMargin(double[] row, int parameters)
    {
        double least = Math.Min((1 - Math.Pow(0.73, 1.0 / parameters)) / (row.Length - 1), 0.5 / row.Length);
        double[] raised = [.. row.Select(p => Math.Max(p, least))];
        double spare = raised.Sum(p => p - least), excess = raised.Sum() - 1;
        return [.. raised.Select(p => p - excess * (p - least) / spare)];
    }
}
