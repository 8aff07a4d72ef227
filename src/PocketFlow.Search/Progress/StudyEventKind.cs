namespace PocketFlow.Search;

/// <summary>What a <see cref="StudyEvent"/> tells.</summary>
public enum StudyEventKind
{
    /// <summary>The search begins, or goes on after an interruption.</summary>
    StudyStarted,

    /// <summary>A worker begins a trial.</summary>
    TrialStarted,

    /// <summary>A trial reported a value on its way.</summary>
    TrialReported,

    /// <summary>A trial was completed, pruned or failed.</summary>
    TrialFinished,

    /// <summary>All planned trials are done, or the search was stopped.</summary>
    StudyFinished,
}
