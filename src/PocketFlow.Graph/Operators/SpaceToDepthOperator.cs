using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>
/// Moves blocks of space into channels: [N, C, b·H, b·W] becomes [N, b·b·C, H, W], the position in the block being the
/// outer part of a channel's index.
/// </summary>
public sealed class SpaceToDepthOperator() : Operator("SpaceToDepth")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        long block = DepthToSpaceOperator.BlockOf(node);
        if (input.Rank != 4 || input.Skip(2).Any(d => d.IsKnown && d.Size % block != 0))
        {
            throw Fault(node, "shape", $"height and width of {input} are no multiples of {block}.");
        }

        Dim Scaled(Dim dim, Func<long, long> scale) => dim.IsKnown ? scale(dim.Size) : Dim.Unknown;
        Dim[] spatial = [.. input.Skip(2).Select(d => Scaled(d, s => s / block))];
        SetOutput(
            node, node.Input(0).Type, new Shape([input[0], Scaled(input[1], s => s * block * block), .. spatial]));
    }

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        atoms.FreezeSpace(node);
        if (atoms.Of(node.Input(0), 1) is { } labels)
        {
            int area = (int)(DepthToSpaceOperator.BlockOf(node) * DepthToSpaceOperator.BlockOf(node));
            atoms.Set(node.Output, 1, [.. Enumerable.Repeat(labels, area).SelectMany(l => l)]);
        }
    }
}
