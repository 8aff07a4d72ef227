using PocketFlow.Graphs.Pruning;

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

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        if (atoms.Of(node.Input(0), AxisOf(node)) is { } labels)
        {
            atoms.Freeze(labels, $"Softmax '{node.Name}' compares the channels");
        }

        atoms.Copy(node.Input(0), node.Output);
    }
}
