using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>The mean or the largest element over all spatial axes, which stay with size 1.</summary>
public sealed class GlobalPoolOperator(string opType) : Operator(opType)
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule =>
        OpType == "GlobalMaxPool" ? QuantizationRule.SameAsInput : QuantizationRule.OwnRange;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        if (input.Rank < 2)
        {
            throw Fault(node, "shape", $"the input {input} must have a batch, channels and spatial axes.");
        }

        Dim[] dims = [input[0], input[1], .. Enumerable.Repeat((Dim)1, input.Rank - 2)];
        SetOutput(node, node.Input(0).Type, new Shape(dims));
    }

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms) => atoms.PassChannels(node);
}
