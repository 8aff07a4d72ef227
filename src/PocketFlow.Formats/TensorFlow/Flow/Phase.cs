namespace PocketFlow.Formats.TensorFlow.Flow;

/// <summary>Tells the input that says whether a graph trains.</summary>
internal static class Phase
{
    /// <summary>The number of the Boolean element type.</summary>
    public const int Boolean = 10;

    /// <summary>Whether a node is a Boolean scalar that a caller would provide.</summary>
    public static bool IsPhase(FlowNode node) => node.Op == "Placeholder"
        && node.Attributes.GetValueOrDefault("dtype")?.Type == Boolean
        && node.Attributes.GetValueOrDefault("shape")?.Shape is null or { UnknownRank: true } or { Dim.Count: 0 };
}
