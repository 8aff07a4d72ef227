namespace PocketFlow.Search;

/// <summary>A worker was taken for dead and its trial was given to another one; its result no longer counts.</summary>
public sealed class TrialLostException(int number)
    : StudyException($"trial {number} was taken back from this worker, because it gave no sign of life for too long; "
        + "another worker evaluates it. Give workers a longer grace period where trials block their process.");
