using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>The mean of each window; padding counts only with <c>count_include_pad</c>.</summary>
public sealed class AveragePoolOperator() : Operator("AveragePool")
{
    /// <summary>Integer kernels average in the input's own scale.</summary>
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
