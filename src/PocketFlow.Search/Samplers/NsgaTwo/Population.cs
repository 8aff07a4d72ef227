namespace PocketFlow.Search;

/// <summary>Trials with their places in the order of NSGA-II: by front, then the less crowded first.</summary>
/// <remarks>Fronts are of constrained domination (Deb 2002, definition 1): a feasible trial is better than any other, and of
/// two infeasible ones that which misses less.</remarks>
internal sealed class Population
{
    private readonly int[] _ranks;
    private readonly double[] _distances;

    private Population(TrialRecord[] trials, int[] ranks, double[] distances) =>
        (Trials, _ranks, _distances) = (trials, ranks, distances);

    public TrialRecord[] Trials { get; }

    /// <summary>The best trials.</summary>
    public static Population Select(StudyHistory history, IReadOnlyList<TrialRecord> candidates, int size)
    {
        double[][] losses = [.. candidates.Select(history.Losses)];
        double[] violations = [.. candidates.Select(Violation)];
        int[] ranks = NonDominatedSort.Ranks(
            candidates.Count, (i, j) => Dominates(losses[i], violations[i], losses[j], violations[j]));
        double[] distances = new double[candidates.Count];
        foreach (IGrouping<int, int> front in Enumerable.Range(0, candidates.Count).GroupBy(i => ranks[i]))
        {
            int[] members = [.. front];
            double[] crowding = NonDominatedSort.CrowdingDistances([.. members.Select(i => losses[i])]);
            for (int i = 0; i < members.Length; i++)
            {
                distances[members[i]] = crowding[i];
            }
        }

        int[] order = [.. Enumerable.Range(0, candidates.Count).OrderBy(i => ranks[i]).ThenByDescending(i => distances[i])
            .ThenBy(i => candidates[i].Number).Take(size)];
        return new Population(
            [.. order.Select(i => candidates[i])], [.. order.Select(i => ranks[i])], [.. order.Select(i => distances[i])]);
    }

    /// <summary>Whether a member wins a tournament against another (Deb 2002, the crowded-comparison operator).</summary>
    public bool Wins(int one, int other) => _ranks[one] != _ranks[other]
        ? _ranks[one] < _ranks[other]
        : _distances[one] >= _distances[other];

    /// <summary>What was stopped early is behind everything that has values.</summary>
    private static double Violation(TrialRecord trial) =>
        trial.State == TrialState.Pruned ? double.PositiveInfinity : trial.Violation;

    private static bool Dominates(double[] one, double violation, double[] other, double otherViolation) =>
        violation != otherViolation ? violation < otherViolation : Dominance.Dominates(one, other);
}
