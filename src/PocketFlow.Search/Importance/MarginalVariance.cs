namespace PocketFlow.Search;

/// <summary>Variances of a tree over the unit cube when all axes but one are averaged out
/// (Hutter, Hoos, Leyton-Brown 2014, "An Efficient Approach for Assessing Hyperparameter Importance", section 4.2).</summary>
internal static class MarginalVariance
{
    /// <summary>The variance of each axis's main effect.</summary>
    public static double[] Of(RegressionTree tree, int axes)
    {
        double[] weights = [.. tree.Leaves.Select(l => l.Value * l.Volume())];
        double mean = weights.Sum();
        var variances = new double[axes];
        for (int axis = 0; axis < axes; axis++)
        {
            variances[axis] = Math.Max(0, SquareOf(tree, weights, axis) - mean * mean);
        }

        return variances;
    }

    /// <summary>The integral of the squared main effect: a step function that changes where leaves begin and end.</summary>
    private static double SquareOf(RegressionTree tree, double[] weights, int axis)
    {
        var places = new double[2 * weights.Length];
        var changes = new double[places.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            (double low, double high) = (tree.Leaves[i].Low[axis], tree.Leaves[i].High[axis]);
            (places[2 * i], places[2 * i + 1]) = (low, high);
            changes[2 * i] = weights[i] / (high - low);
            changes[2 * i + 1] = -changes[2 * i];
        }

        Array.Sort(places, changes);
        (double square, double level) = (0, 0);
        for (int i = 0; i + 1 < places.Length; i++)
        {
            level += changes[i];
            square += level * level * (places[i + 1] - places[i]);
        }

        return square;
    }
}
