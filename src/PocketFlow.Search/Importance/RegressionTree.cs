namespace PocketFlow.Search;

/// <summary>A regression tree on the unit cube (Breiman et al. 1984), as the boxes and values of its leaves.</summary>
internal sealed class RegressionTree
{
    private readonly double[][] _axes;
    private readonly double[] _values;
    private readonly int _leafRows;
    private readonly double[] _low;
    private readonly double[] _high;

    private RegressionTree(double[][] axes, double[] values, int leafRows)
    {
        (_axes, _values, _leafRows) = (axes, values, leafRows);
        _low = new double[axes.Length];
        _high = [.. Enumerable.Repeat(1.0, axes.Length)];
    }

    public List<Leaf> Leaves { get; } = [];

    /// <param name="axes">[axis][row]: places of rows on the unit interval.</param>
    /// <param name="values">[row].</param>
    /// <param name="rows">The rows to fit, with repetitions.</param>
    /// <param name="leafRows">The fewest rows in a leaf.</param>
    public static RegressionTree Fit(double[][] axes, double[] values, int[] rows, int leafRows)
    {
        var tree = new RegressionTree(axes, values, leafRows);
        tree.Grow(rows);
        return tree;
    }

    private void Grow(int[] rows)
    {
        if (BestSplit(rows) is not { } split)
        {
            Leaves.Add(new Leaf([.. _low], [.. _high], rows.Average(r => _values[r])));
            return;
        }

        double[] axis = _axes[split.Axis];
        double high = _high[split.Axis];
        _high[split.Axis] = split.Place;
        Grow([.. rows.Where(r => axis[r] < split.Place)]);
        _high[split.Axis] = high;

        double low = _low[split.Axis];
        _low[split.Axis] = split.Place;
        Grow([.. rows.Where(r => axis[r] >= split.Place)]);
        _low[split.Axis] = low;
    }

    /// <summary>The split that leaves the smallest sum of squares; null where none makes it smaller.</summary>
    private (int Axis, double Place)? BestSplit(int[] rows)
    {
        double total = rows.Sum(r => _values[r]);
        double least = total * total / rows.Length;
        double best = least + 1e-12 * rows.Sum(r => _values[r] * _values[r]);
        (int, double)? split = null;
        var places = new double[rows.Length];
        var order = new int[rows.Length];
        for (int axis = 0; axis < _axes.Length; axis++)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                (places[i], order[i]) = (_axes[axis][rows[i]], rows[i]);
            }

            Array.Sort(places, order);
            double left = 0;
            for (int n = 1; n < order.Length; n++)
            {
                left += _values[order[n - 1]];
                double gain = left * left / n + (total - left) * (total - left) / (order.Length - n);
                if (gain > best && n >= _leafRows && order.Length - n >= _leafRows && places[n - 1] < places[n])
                {
                    (best, split) = (gain, (axis, (places[n - 1] + places[n]) / 2));
                }
            }
        }

        return split;
    }

    /// <summary>A box [low, high) and the mean value in it.</summary>
    internal readonly record struct Leaf(double[] Low, double[] High, double Value)
    {
        public double Volume()
        {
            double volume = 1;
            for (int axis = 0; axis < Low.Length; axis++)
            {
                volume *= High[axis] - Low[axis];
            }

            return volume;
        }
    }
}
