namespace PocketFlow.Search;

/// <summary>Orders trials from the best to the worst.</summary>
/// <remarks>Feasible completed ones by their value; then those that were stopped early, by how far they came and what they
/// reported last; then the infeasible ones by their violation (Deb 2002, definition 1).</remarks>
internal static class TrialOrder
{
    public static TrialRecord[] Of(StudyHistory history, IEnumerable<TrialRecord> trials)
    {
        ILookup<int, TrialRecord> kinds = trials.OrderBy(t => t.Number)
            .ToLookup(t => !t.IsFeasible ? 2 : t.State == TrialState.Pruned ? 1 : 0);
        return
        [
            .. kinds[0].OrderBy(t => history.Loss(t.Value)),
            .. kinds[1].OrderByDescending(LastStep).ThenBy(t => LastLoss(history, t)),
            .. kinds[2].OrderBy(t => t.Violation),
        ];
    }

    private static int LastStep(TrialRecord trial) =>
        trial.IntermediateValues.Count == 0 ? -1 : trial.IntermediateValues.Keys.Max();

    private static double LastLoss(StudyHistory history, TrialRecord trial)
    {
        double value = LastStep(trial) is >= 0 and int step ? trial.IntermediateValues[step] : double.NaN;
        return double.IsNaN(value) ? double.PositiveInfinity : history.Loss(value);
    }
}
