namespace PocketFlow.Graphs.Operators;

/// <summary>Exponentials divided by their sum along one axis (the last by default).</summary>
public sealed class SoftmaxOperator() : Operator("Softmax")
{
    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        _ = AxisOf(node);
        SetOutput(node, node.Input(0).Type, node.Input(0).KnownShape);
    }

    /// <summary>The axis, counted from the front.</summary>
    public static int AxisOf(Node node) => node.Input(0).KnownShape.Axis(node.Attributes.Int("axis", -1));
}
