namespace PocketFlow.Search;

/// <summary>What pruners read of the values that trials reported.</summary>
internal static class Reports
{
    /// <summary>The last step that a trial reported; null when it reported none.</summary>
    public static int? LastStep(TrialRecord trial) =>
        trial.IntermediateValues.Count == 0 ? null : trial.IntermediateValues.Keys.Max();

    /// <summary>The last step of the trial that was completed first with reports, which tells how long trials are; null
    /// when there is none. The first one, so that what was decided before stays decided.</summary>
    public static int? FirstLength(StudyHistory history) => history.Trials
        .Where(t => t.State == TrialState.Completed && t.IntermediateValues.Count > 0)
        .OrderBy(t => t.Finished).ThenBy(t => t.Number)
        .Select(LastStep).FirstOrDefault();

    /// <exception cref="StudyException">There are several objectives, but reports are of one.</exception>
    public static void RequireOneObjective(StudyHistory history, ITrialPruner pruner)
    {
        if (!history.IsSingleObjective)
        {
            throw new StudyException($"found {history.Directions.Count} objectives with the trial pruner "
                + $"\"{pruner.Name}\"; expected one. Use the pruner \"none\".");
        }
    }
}
