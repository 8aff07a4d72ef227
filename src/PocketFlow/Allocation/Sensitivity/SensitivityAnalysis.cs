namespace PocketFlow.Allocation;

/// <summary>Measures how much each layer costs, and shares a budget by it.</summary>
public static class SensitivityAnalysis
{
    /// <summary>Positions that are measured in each layer, besides the whole layer.</summary>
    private static readonly double[] s_positions = [0.67, 0.34, 0];

    /// <summary>Lowers one layer after the other.</summary>
    /// <param name="problem">Makes the candidates.</param>
    /// <param name="scorer">Measures them.</param>
    /// <param name="progress">Told which share is done; null for silence.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static IReadOnlyList<LayerSensitivity> Measure(
        IAllocationProblem problem, CandidateScorer scorer, Action<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var all = new List<LayerSensitivity>();
        for (int i = 0; i < problem.Layers.Count; i++)
        {
            AllocatedLayer layer = problem.Layers[i];
            var points = new List<SensitivityPoint>();
            foreach (int level in s_positions.Select(layer.LevelAt).Distinct().Where(l => l + 1 < layer.Levels.Count))
            {
                int[] levels = problem.Whole();
                levels[i] = level;
                CandidateScore score = scorer.Score(problem.Build(levels, cancellationToken), cancellationToken);
                points.Add(new SensitivityPoint(level, score.Metric, score.Distance));
            }

            all.Add(new LayerSensitivity(i, points));
            progress?.Invoke((i + 1.0) / problem.Layers.Count);
        }

        return all;
    }

    /// <summary>
    /// The candidate of the sensitivity heuristic: from the whole model down, again and again the step that adds least
    /// distance for what it saves, until the budget is met; then steps that were not needed are taken back. Losses of
    /// layers are taken to add up.
    /// </summary>
    /// <exception cref="Learners.BudgetInfeasibleException">Even the least levels cost more than the budget.</exception>
    public static int[] Allocate(
        IAllocationProblem problem, Budget budget, IReadOnlyList<LayerSensitivity> sensitivities)
    {
        int[] levels = problem.Whole();
        double cost = problem.Cost(budget.Kind, levels);
        while (cost > budget.Limit)
        {
            (int layer, double after) = CheapestStep(problem, budget, sensitivities, levels, cost);
            if (layer < 0)
            {
                throw new Learners.BudgetInfeasibleException(budget, cost);
            }

            levels[layer]--;
            cost = after;
        }

        // Positions far apart are kept by the projection; it only spends what is left.
        double[] positions = [.. levels.Select((l, i) => problem.Layers[i].PositionOf(l))];
        return new BudgetProjection(problem, budget).Project(positions);
    }

    private static (int Layer, double Cost) CheapestStep(
        IAllocationProblem problem, Budget budget, IReadOnlyList<LayerSensitivity> sensitivities, int[] levels, double cost)
    {
        (int Layer, double Cost, double Price) best = (-1, cost, double.PositiveInfinity);
        for (int i = 0; i < levels.Length; i++)
        {
            if (levels[i] == 0)
            {
                continue;
            }

            AllocatedLayer layer = problem.Layers[i];
            double loss = sensitivities[i].DistanceAt(layer, levels[i] - 1) - sensitivities[i].DistanceAt(layer, levels[i]);
            levels[i]--;
            double after = problem.Cost(budget.Kind, levels);
            levels[i]++;
            double price = Math.Max(loss, 0) / Math.Max(cost - after, 1e-9);
            if (price < best.Price)
            {
                best = (i, after, price);
            }
        }

        return (best.Layer, best.Cost);
    }
}
