using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>The largest element of each window.</summary>
public sealed class MaxPoolOperator() : Operator("MaxPool")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        SetOutput(node, node.Input(0).Type, Window.Of(node).OutputShape(input, input[1]));
    }

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms) => atoms.PassChannels(node);
}
