namespace PocketFlow.Search;

/// <summary>The schema's words for enumerations.</summary>
internal static class StoredWords
{
    private static readonly string[] s_states = ["RUNNING", "COMPLETE", "PRUNED", "FAIL", "WAITING"];

    public static string Of(TrialState state) => s_states[(int)state];

    public static TrialState ToState(string word) => (TrialState)Array.IndexOf(s_states, word);

    public static string Of(StudyDirection direction) =>
        direction == StudyDirection.Maximize ? "MAXIMIZE" : "MINIMIZE";

    /// <summary>Optuna minimizes where no direction is set, too.</summary>
    public static StudyDirection ToDirection(string word) =>
        word == "MAXIMIZE" ? StudyDirection.Maximize : StudyDirection.Minimize;
}
