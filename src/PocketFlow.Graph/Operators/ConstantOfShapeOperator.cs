namespace PocketFlow.Graphs.Operators;

/// <summary>A tensor of a computed shape that holds one constant everywhere; float zero by default.</summary>
public sealed class ConstantOfShapeOperator() : Operator("ConstantOfShape")
{
    /// <summary>A shape computed from a hostile file must not make the reader allocate without bound.</summary>
    private const long MaximumCount = 1 << 24;

    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.NotQuantized;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        IReadOnlyList<Dim> dims = node.Input(0).KnownElements()
            ?? throw Fault(node, "constant", $"the shape '{node.Input(0).Name}' is not known.");
        SetOutput(node, ElementOf(node).Type, new Shape([.. dims]));
    }

    /// <inheritdoc/>
    public override TensorData[]? Evaluate(Node node)
    {
        TensorData element = ElementOf(node);
        long[] dims = node.Output.KnownShape.ToArray();
        long count = Array.Exists(dims, d => d < 0) ? -1 : TensorData.CountOf(dims);
        return count is >= 0 and <= MaximumCount
            ? [ElementMap.Gather(element.Reshape(1), dims, new long[count])]
            : null;
    }

    /// <summary>The element that the tensor holds everywhere [1].</summary>
    public static TensorData ElementOf(Node node) =>
        node.Attributes.Tensor("value") ?? TensorData.From<float>([0f], 1);
}
