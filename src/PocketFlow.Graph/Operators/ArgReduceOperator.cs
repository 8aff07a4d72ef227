using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>
/// The position of the largest or smallest element along an axis (the first by default), as 64-bit integers.
/// </summary>
public sealed class ArgReduceOperator(string opType) : Operator(opType)
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.NotQuantized;

    /// <inheritdoc/>
    public override void Infer(Node node) => SetOutput(
        node, ElementType.Int64,
        ReduceOperator.ReducedShape(node.Input(0).KnownShape, [AxisOf(node)], ReduceOperator.KeepsAxes(node)));

    /// <summary>The axis, counted from the front.</summary>
    public static int AxisOf(Node node) => node.Input(0).KnownShape.Axis(node.Attributes.Int("axis", 0));

    /// <summary>Whether the last of equal elements is meant; by default it is the first.</summary>
    public static bool SelectsLast(Node node) => node.Attributes.Int("select_last_index", 0) != 0;

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms) =>
        ReduceOperator.CoupleReduced(node, atoms, [AxisOf(node)], ReduceOperator.KeepsAxes(node));
}
