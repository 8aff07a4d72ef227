using Google.Protobuf.Collections;
using PocketFlow.Formats.TensorFlow.Wire;

namespace PocketFlow.Formats.TensorFlow.Flow;

/// <summary>A node of a TensorFlow graph with its inputs resolved.</summary>
internal sealed class FlowNode(string name, string op, MapField<string, AttrValue> attributes)
{
    public string Name { get; } = name;

    public string Op { get; } = op;

    public MapField<string, AttrValue> Attributes { get; } = attributes;

    public List<FlowRef> Inputs { get; } = [];

    /// <summary>
    /// Nodes that must have run before; they matter only for what a branch that isn't taken leaves out.
    /// </summary>
    public List<FlowNode> Controls { get; } = [];

    public override string ToString() => $"{Op} '{Name}'";
}

/// <summary>One output of a node.</summary>
internal readonly record struct FlowRef(FlowNode Node, int Index);
