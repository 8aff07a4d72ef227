namespace PocketFlow.Search;

/// <summary>Who owns an attribute.</summary>
public enum AttributeKind
{
    /// <summary>The user of the library.</summary>
    User,

    /// <summary>The library: samplers, storages, constraints.</summary>
    System,
}
