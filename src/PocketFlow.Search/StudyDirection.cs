namespace PocketFlow.Search;

/// <summary>Which values of an objective are better.</summary>
public enum StudyDirection
{
    /// <summary>Smaller ones.</summary>
    Minimize,

    /// <summary>Larger ones.</summary>
    Maximize,
}
