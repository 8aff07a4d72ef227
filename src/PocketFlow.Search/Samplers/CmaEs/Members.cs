namespace PocketFlow.Search;

/// <summary>Which trials belong to which generation.</summary>
/// <remarks>A trial that the strategy proposed belongs to the generation that it notes, also where it ends late. One that it
/// did not propose belongs to the generation of the trial before it; those before all of the strategy's tell where it is to
/// begin.</remarks>
internal sealed class Members
{
    private readonly Dictionary<int, List<TrialRecord>> _byGeneration = [];

    private Members(List<TrialRecord> starts) => Starts = starts;

    /// <summary>Finished trials before the strategy's first.</summary>
    public IReadOnlyList<TrialRecord> Starts { get; }

    public static Members Of(StudyHistory history, StrategySpace space)
    {
        List<TrialRecord> starts = [];
        var members = new Members(starts);
        List<TrialRecord> current = starts;
        foreach (TrialRecord trial in history.Trials)
        {
            if (TrialNotes.Generation(trial) is { } generation)
            {
                members._byGeneration.TryAdd(generation, []);
                current = members._byGeneration[generation];
            }

            if (trial.State is TrialState.Completed or TrialState.Pruned && space.Holds(trial))
            {
                current.Add(trial);
            }
        }

        return members;
    }

    /// <summary>The finished trials of a generation, by number.</summary>
    public IReadOnlyList<TrialRecord> Of(int generation) => _byGeneration.GetValueOrDefault(generation) ?? [];
}
