namespace PocketFlow.Graphs;

/// <summary>A pass left the graph invalid.</summary>
public sealed class PassException : PocketFlowException
{
    internal PassException(string pass, Exception innerException)
        : base($"The pass '{pass}' failed: {innerException.Message}", innerException) => Pass = pass;

    /// <summary>The name of the pass.</summary>
    public string Pass { get; }
}
