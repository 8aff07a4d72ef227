namespace PocketFlow.Search;

/// <summary>A study was deleted while it was worked on.</summary>
public sealed class StudyGoneException()
    : StudyException("the study was deleted while this program worked on it; nothing can be added to it any more. Begin again "
        + "under another name.");
