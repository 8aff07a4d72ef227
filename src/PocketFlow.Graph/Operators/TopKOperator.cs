namespace PocketFlow.Graphs.Operators;

/// <summary>The k largest (or smallest) elements along an axis, the last by default, and their indices.</summary>
public sealed class TopKOperator() : Operator("TopK")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        int axis = AxisOf(node);
        long count = CountOf(node);
        if (count < 0 || (input[axis].IsKnown && count > input[axis].Size))
        {
            throw Fault(node, "k", $"{count} elements were asked of axis {axis} of {input}.");
        }

        SetOutput(node, node.Input(0).Type, input.With(axis, count));
        if (node.Outputs.Count > 1)
        {
            node.Outputs[1].Type = ElementType.Int64;
            node.Outputs[1].Shape = node.Output.Shape;
        }
    }

    /// <summary>The axis, counted from the front.</summary>
    public static int AxisOf(Node node) => node.Input(0).KnownShape.Axis(node.Attributes.Int("axis", -1));

    /// <summary>How many elements are taken.</summary>
    /// <exception cref="InvalidGraphException">The number is computed.</exception>
    public static long CountOf(Node node) => node.ConstantInts(1) is [var count]
        ? count
        : throw Fault(node, "k", "one number of elements was expected.");

    /// <summary>Whether the largest elements are taken.</summary>
    public static bool TakesLargest(Node node) => node.Attributes.Int("largest", 1) != 0;
}
