using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>The mean over all spatial axes, which stay with size 1.</summary>
public sealed class GlobalAveragePoolOperator() : Operator("GlobalAveragePool")
{
    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        Dim[] dims = [input[0], input[1], .. Enumerable.Repeat((Dim)1, input.Rank - 2)];
        SetOutput(node, node.Input(0).Type, new Shape(dims));
    }

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms) => atoms.Copy(node.Input(0), node.Output);
}
