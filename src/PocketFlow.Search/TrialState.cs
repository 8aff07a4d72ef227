namespace PocketFlow.Search;

/// <summary>Where a trial stands.</summary>
public enum TrialState
{
    /// <summary>A worker evaluates it.</summary>
    Running,

    /// <summary>It has values.</summary>
    Completed,

    /// <summary>It was stopped early, by what it reported until then.</summary>
    Pruned,

    /// <summary>It has no result: its evaluation failed, or gave something that is no number.</summary>
    Failed,

    /// <summary>It is queued: given by a user, or taken back from a worker that died.</summary>
    Waiting,
}
