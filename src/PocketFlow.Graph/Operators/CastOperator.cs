using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Converts the elements to the type of attribute <c>to</c>; CastLike to that of its second input.</summary>
public sealed class CastOperator(string opType) : Operator(opType)
{
    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        SetOutput(node, TargetOf(node), node.Input(0).KnownShape);
        node.Output.Elements =
            TargetOf(node) is ElementType.Int32 or ElementType.Int64 ? node.Input(0).KnownElements() : null;
    }

    /// <summary>The type that elements are converted to.</summary>
    /// <exception cref="InvalidGraphException">The attribute is absent or names no type of numbers.</exception>
    public static ElementType TargetOf(Node node)
    {
        long to = node.OpType == "CastLike" ? (long)node.Input(1).Type : node.Attributes.Int("to", 0);
        return Enum.IsDefined((ElementType)to) && to is not ((long)ElementType.Undefined or (long)ElementType.Text)
            ? (ElementType)to
            : throw Fault(node, "attribute", $"the target is {to}, expected was the number of an element type.");
    }

    /// <inheritdoc/>
    public override TensorData[] Evaluate(Node node) => [TensorConversion.To(node.Input(0).Data!, TargetOf(node))];

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms) => atoms.Copy(node.Input(0), node.Output);
}
