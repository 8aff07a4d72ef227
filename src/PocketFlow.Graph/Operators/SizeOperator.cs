namespace PocketFlow.Graphs.Operators;

/// <summary>The number of elements of the input, a scalar.</summary>
public sealed class SizeOperator() : Operator("Size")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.NotQuantized;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        node.Output.Elements = [input.IsStatic ? input.ElementCount : Dim.Unknown];
        SetOutput(node, ElementType.Int64, Shape.Scalar);
    }

    /// <inheritdoc/>
    public override TensorData[]? Evaluate(Node node) => node.Input(0).KnownShape is { IsStatic: true } shape
        ? [TensorData.Scalar(shape.ElementCount)]
        : null;
}
