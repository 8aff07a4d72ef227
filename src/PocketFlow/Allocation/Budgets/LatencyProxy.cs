namespace PocketFlow.Allocation;

/// <summary>
/// What stands for a latency where candidates are projected before they are measured: the cost at which the uniform candidate
/// takes the time that is allowed.
/// </summary>
internal static class LatencyProxy
{
    private const int Halvings = 5;

    /// <summary>Measures uniform candidates of different sizes; the least one must be fast enough.</summary>
    /// <param name="problem">Makes candidates.</param>
    /// <param name="kind">What is counted instead.</param>
    /// <param name="probe">Measures files.</param>
    /// <param name="limit">Milliseconds.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Budget Find(
        IAllocationProblem problem, BudgetKind kind, LatencyProbe probe, double limit, CancellationToken cancellationToken)
    {
        double low = problem.Cost(kind, new int[problem.Layers.Count]);
        double high = problem.Cost(kind, problem.Whole());
        for (int i = 0; i < Halvings; i++)
        {
            var budget = new Budget(kind, (low + high) / 2);
            int[] levels = new SearchStarts(problem, budget).Uniform;
            bool fits = probe.Measure(
                CandidateMeasurement.KeyOf(levels), () => problem.Build(levels, cancellationToken)) <= limit;
            (low, high) = fits ? (budget.Limit, high) : (low, budget.Limit);
        }

        return new Budget(kind, low);
    }
}
