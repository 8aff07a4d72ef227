namespace PocketFlow.Graphs;

/// <summary>A graph breaks a rule of the intermediate representation.</summary>
public sealed class InvalidGraphException : PocketFlowException
{
    internal InvalidGraphException(string rule, string message, string? node = null)
        : base(node is null ? message : $"Node '{node}': {message}")
    {
        Rule = rule;
        Node = node;
    }

    /// <summary>The short name of the broken rule, for example <c>shape</c> or <c>topological-order</c>.</summary>
    public string Rule { get; }

    /// <summary>The name of the offending node, or null when the rule concerns the whole graph.</summary>
    public string? Node { get; }
}
