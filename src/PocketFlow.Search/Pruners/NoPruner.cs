namespace PocketFlow.Search;

/// <summary>Lets every trial run to its end.</summary>
public sealed class NoPruner : ITrialPruner
{
    /// <inheritdoc/>
    public string Name => "none";

    /// <inheritdoc/>
    public bool ShouldPrune(StudyHistory history, TrialRecord trial) => false;
}
