namespace PocketFlow.Graphs.Operators;

/// <summary>
/// Softmax: exponentials divided by their sum along one axis (the last by default); LogSoftmax: its logarithm;
/// Hardmax: 1 for the first of the largest elements, 0 elsewhere.
/// </summary>
public sealed class SoftmaxOperator(string opType) : AlongAxesOperator(opType)
{
    /// <inheritdoc/>
    public override bool IsDifferentiable => OpType != "Hardmax";

    /// <summary>The axis, counted from the front.</summary>
    public static int AxisOf(Node node) => node.Input(0).KnownShape.Axis(node.Attributes.Int("axis", -1));

    private protected override int[] MixedAxes(Node node) => [AxisOf(node)];
}
