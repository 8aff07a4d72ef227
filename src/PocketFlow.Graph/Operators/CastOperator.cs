using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Converts the elements to the type of attribute <c>to</c>.</summary>
public sealed class CastOperator() : Operator("Cast")
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
        long to = node.Attributes.Int("to", 0);
        return Enum.IsDefined((ElementType)to) && to is not ((long)ElementType.Undefined or (long)ElementType.Text)
            ? (ElementType)to
            : throw Fault(node, "attribute", $"attribute 'to' is {to}, expected was the number of an element type.");
    }

    /// <inheritdoc/>
    public override TensorData[]? Evaluate(Node node)
    {
        TensorData data = node.Input(0).Data!;
        ElementType target = TargetOf(node);
        if (target == data.Type)
        {
            return [data];
        }

        return target switch
        {
            ElementType.Float32 => [TensorData.From<float>(data.ToFloats(), data.Dims)],
            ElementType.Int64 => [TensorData.From<long>(Integers(data), data.Dims)],
            ElementType.Int32 => [TensorData.From<int>(Array.ConvertAll(Integers(data), i => (int)i), data.Dims)],
            _ => null,
        };
    }

    private static long[] Integers(TensorData data) =>
        data.Type.IsFloat() ? Array.ConvertAll(data.ToFloats(), f => (long)f) : data.ToInt64s();

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms) => atoms.Copy(node.Input(0), node.Output);
}
