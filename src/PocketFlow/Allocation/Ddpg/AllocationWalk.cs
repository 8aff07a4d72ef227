namespace PocketFlow.Allocation.Ddpg;

/// <summary>
/// Walks the layers in order and keeps the books of the budget: no layer may take so much that the rest can't meet the
/// budget at its least levels (He et al. 2018, algorithm 1; the ancestor's bookkeeping).
/// </summary>
internal sealed class AllocationWalk
{
    private readonly IAllocationProblem _problem;
    private readonly Budget _budget;
    private readonly double[][] _features;
    private readonly double _whole;

    public AllocationWalk(IAllocationProblem problem, Budget budget)
    {
        (_problem, _budget) = (problem, budget);
        _whole = problem.Cost(budget.Kind, problem.Whole());
        _features = Scaled([.. problem.Layers.Select(l => l.Features)]);
    }

    /// <summary>How many layers there are.</summary>
    public int Length => _problem.Layers.Count;

    /// <summary>Numbers in a state.</summary>
    public int StateSize => _features[0].Length + 5;

    /// <summary>Walks all layers.</summary>
    /// <param name="act">Gives the action, 0 to 1, for the index and the state of a layer.</param>
    /// <returns>States and the actions as they were taken, after the budget's bounds.</returns>
    public (double[][] States, double[] Actions) Run(Func<int, double[], double> act)
    {
        int[] levels = new int[Length];
        double[][] states = new double[Length][];
        double[] actions = new double[Length];
        for (int i = 0; i < Length; i++)
        {
            states[i] = State(i, levels, i == 0 ? 0 : actions[i - 1]);
            AllocatedLayer layer = _problem.Layers[i];
            double wanted = Math.Clamp(act(i, states[i]), 0, 1);
            int most = HighestAllowed(i, levels);
            levels[i] = Math.Min(layer.LevelAt(wanted), most);
            // Where the budget allows the wish, the wish itself is kept: it says more than the level it is rounded to.
            actions[i] = layer.LevelAt(wanted) <= most ? wanted : layer.PositionOf(most);
        }

        return (states, actions);
    }

    private int HighestAllowed(int index, int[] levels)
    {
        int[] trial = [.. levels];
        for (int level = _problem.Layers[index].Levels.Count - 1; level > 0; level--)
        {
            trial[index] = level;
            if (_problem.Cost(_budget.Kind, trial) <= _budget.Limit)
            {
                return level;
            }
        }

        return 0;
    }

    private double[] State(int index, int[] levels, double previous)
    {
        int[] without = [.. levels];
        int[] with = [.. levels];
        with[index] = _problem.Layers[index].Levels.Count - 1;
        double used = _problem.Cost(_budget.Kind, without);
        double own = _problem.Cost(_budget.Kind, with) - used;
        return
        [
            (double)index / Length, .. _features[index], own / _whole, used / _whole, (_budget.Limit - used) / _whole,
            previous,
        ];
    }

    /// <summary>Each column from 0 to 1.</summary>
    private static double[][] Scaled(IReadOnlyList<double>[] rows)
    {
        int width = rows[0].Count;
        double[] low = [.. Enumerable.Range(0, width).Select(c => rows.Min(r => r[c]))];
        double[] high = [.. Enumerable.Range(0, width).Select(c => rows.Max(r => r[c]))];
        return [.. rows.Select(r => Enumerable.Range(0, width)
            .Select(c => high[c] > low[c] ? (r[c] - low[c]) / (high[c] - low[c]) : 0).ToArray())];
    }
}
