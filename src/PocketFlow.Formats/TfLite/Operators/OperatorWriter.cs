using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Writes the nodes of one operator, or of some alike, as TFLite operators.</summary>
internal abstract class OperatorWriter(params string[] opTypes)
{
    /// <summary>The ONNX names that this writer knows.</summary>
    public IReadOnlyList<string> OpTypes { get; } = opTypes;

    /// <summary>Whether the written operator can apply a rectifier to its result.</summary>
    public virtual bool FusesActivation(Node node) => false;

    /// <summary>Whether the operator reads and gives values of a type other than float32.</summary>
    public virtual bool Accepts(ElementType type) => false;

    /// <summary>Why a node can't be written, or null where it can.</summary>
    public virtual string? Refuse(Node node) => null;

    /// <summary>Whether a node has an int8 form; otherwise it is computed in float32 between conversions.</summary>
    public virtual bool HasInteger(Node node) => true;

    /// <summary>Adds the node's operators and defines its result.</summary>
    public abstract void Write(Node node, GraphLowering lowering);
}
