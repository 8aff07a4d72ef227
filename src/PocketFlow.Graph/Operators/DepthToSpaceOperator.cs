using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>
/// Moves channels into blocks of space: [N, b·b·C, H, W] becomes [N, C, b·H, b·W]. In the mode DCR the position in the
/// block is the outer part of a channel's index, in CRD (PyTorch's pixel shuffle) the inner one.
/// </summary>
public sealed class DepthToSpaceOperator() : Operator("DepthToSpace")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        long block = BlockOf(node);
        if (input.Rank != 4 || !input[1].IsKnown || input[1].Size % (block * block) != 0)
        {
            throw Fault(node, "shape", $"the channels of {input} are no blocks of {block} × {block}.");
        }

        if (node.Attributes.Text("mode", "DCR") is not ("DCR" or "CRD") and var mode)
        {
            throw Fault(node, "mode", $"'{mode}' is neither DCR nor CRD.");
        }

        Dim[] spatial = [.. input.Skip(2).Select(d => d.IsKnown ? d.Size * block : Dim.Unknown)];
        SetOutput(node, node.Input(0).Type, new Shape([input[0], input[1].Size / (block * block), .. spatial]));
    }

    /// <summary>The height and width of a block.</summary>
    /// <exception cref="InvalidGraphException">The attribute is absent or not positive.</exception>
    public static long BlockOf(Node node) => node.Attributes.Int("blocksize", 0) is > 0 and < 1 << 15 and var block
        ? block
        : throw Fault(node, "attribute", $"blocksize is {node.Attributes.Int("blocksize", 0)}, expected was 1 or more.");

    /// <summary>Whether a channel's index has the position in the block inside: the mode CRD.</summary>
    public static bool IsColumnRowDepth(Node node) => node.Attributes.Text("mode", "DCR") == "CRD";

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        atoms.FreezeSpace(node);
        if (atoms.Of(node.Input(0), 1) is not { } labels)
        {
            return;
        }

        int area = (int)(BlockOf(node) * BlockOf(node));
        int[] output = new int[labels.Length / area];
        for (int c = 0; c < output.Length; c++)
        {
            output[c] = labels[IsColumnRowDepth(node) ? c * area : c];
            for (int i = 1; i < area; i++)
            {
                atoms.Join(output[c], labels[IsColumnRowDepth(node) ? c * area + i : i * output.Length + c]);
            }
        }

        atoms.Set(node.Output, 1, output);
    }
}
