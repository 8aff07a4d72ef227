namespace PocketFlow.Search;

/// <summary>What of a parameter's distribution stays the same during a study, since samplers compare the values of trials: bounds
/// and steps may change, as in Optuna.</summary>
internal static class DistributionKind
{
    /// <summary>Checks a trial's parameter against the last trial that has it.</summary>
    /// <exception cref="StudyException">It has another kind there.</exception>
    public static void Require(StudyHistory history, string name, Distribution distribution)
    {
        if (history.Trials.LastOrDefault(t => t.Distributions.ContainsKey(name)) is { } earlier
            && !IsSame(earlier.Distributions[name], distribution))
        {
            throw new StudyException($"parameter '{name}': found {distribution}; expected {earlier.Distributions[name]}, as in "
                + $"trial {earlier.Number}: only bounds and steps may change. Use another name, or another study.");
        }
    }

    private static bool IsSame(Distribution one, Distribution other) => (one, other) switch
    {
        (FloatDistribution a, FloatDistribution b) => a.IsLog == b.IsLog,
        (IntegerDistribution a, IntegerDistribution b) => a.IsLog == b.IsLog,
        _ => one.Equals(other),
    };
}
