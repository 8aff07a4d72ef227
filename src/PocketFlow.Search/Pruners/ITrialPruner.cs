namespace PocketFlow.Search;

/// <summary>Decides whether a trial is worth going on with, by what it reported so far.</summary>
public interface ITrialPruner
{
    /// <summary>The name on the command line: lower case, words joined by hyphens.</summary>
    string Name { get; }

    /// <summary>Whether a trial should end now.</summary>
    /// <param name="history">Everything so far, the trial included.</param>
    /// <param name="trial">The trial as it is now, with at least one intermediate value.</param>
    bool ShouldPrune(StudyHistory history, TrialRecord trial);
}
