namespace PocketFlow.Graphs.Pruning;

/// <summary>A selection of channels can't be cut.</summary>
public sealed class PruningException : PocketFlowException
{
    internal PruningException(string group, string message)
        : base($"The channels of '{group}' can't be cut so: {message}") => Group = group;

    /// <summary>The name of the group.</summary>
    public string Group { get; }
}
