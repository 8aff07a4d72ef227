namespace PocketFlow.Search;

/// <summary>Where a finished trial stands among others; smaller is better.</summary>
/// <param name="Kind">0 for completed, 1 for pruned, 2 for infeasible trials.</param>
/// <param name="First">What decides among those of a kind.</param>
/// <param name="Second">What decides where that is equal.</param>
internal readonly record struct Standing(int Kind, double First, double Second = 0) : IComparable<Standing>
{
    /// <summary>The standing of a trial.</summary>
    /// <param name="history">All trials.</param>
    /// <param name="trial">A completed or a pruned one.</param>
    /// <param name="ranks">Of the best completed ones, where there are several objectives.</param>
    public static Standing Of(StudyHistory history, TrialRecord trial, Dictionary<TrialRecord, int>? ranks = null)
    {
        if (!trial.IsFeasible)
        {
            return new(2, trial.Violation);
        }

        if (trial.State == TrialState.Pruned)
        {
            int step = LastStep(trial);
            return new(1, -step, LastLoss(history, trial, step));
        }

        return new(0, ranks is null ? history.Loss(trial.Values[0]) : ranks.GetValueOrDefault(trial, int.MaxValue));
    }

    /// <summary>Completed and pruned trials from the best to the worst; of equal ones the earlier is the better.</summary>
    /// <remarks>Feasible completed ones by their value; then those that were stopped early, by how far they came and what they
    /// reported last; then the infeasible ones by their violation (Deb 2002, definition 1).</remarks>
    public static TrialRecord[] Order(StudyHistory history, IEnumerable<TrialRecord> trials) =>
        [.. trials.OrderBy(t => Of(history, t)).ThenBy(t => t.Number)];

    public int CompareTo(Standing other) =>
        Kind != other.Kind ? Kind.CompareTo(other.Kind)
        : First != other.First ? First.CompareTo(other.First)
        : Second.CompareTo(other.Second);

    private static int LastStep(TrialRecord trial) =>
        trial.IntermediateValues.Count == 0 ? -1 : trial.IntermediateValues.Keys.Max();

    private static double LastLoss(StudyHistory history, TrialRecord trial, int step)
    {
        double value = step >= 0 ? trial.IntermediateValues[step] : double.NaN;
        return double.IsNaN(value) ? double.PositiveInfinity : history.Loss(value);
    }
}
