using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>
/// Transposed convolution: input [N, C, spatial…], weight [C, O / group, kernel…], optional bias [O]. It is the gradient
/// of a convolution with respect to its input.
/// </summary>
public sealed class ConvTransposeOperator() : Operator("ConvTranspose")
{
    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        Shape weight = node.Input(1).KnownShape;
        long group = GroupOf(node);
        if (input.Rank < 3 || weight.Rank != input.Rank)
        {
            throw Fault(node, "shape", $"input {input} and weight {weight} must have the same rank, at least 3.");
        }

        if (group < 1 || weight[0].Size % group != 0 || input[1].SizeOr(weight[0].Size) != weight[0].Size)
        {
            throw Fault(node, "shape", $"input {input}, weight {weight} and group {group} don't fit together.");
        }

        if (node.Attributes.Ints("kernel_shape") is { } kernel && !kernel.SequenceEqual(weight.ToArray().Skip(2)))
        {
            throw Fault(node, "shape", $"the kernel [{string.Join(", ", kernel)}] is not that of the weight {weight}.");
        }

        long outputs = weight[1].Size * group;
        if (node.InputOrNull(2)?.Shape is { } bias && !bias.Equals(new Shape(outputs)))
        {
            throw Fault(node, "shape", $"the bias is {bias}, expected was [{outputs}].");
        }

        TransposedWindow window = TransposedWindow.Of(node);
        Dim[] spatial = [.. Enumerable.Range(0, input.Rank - 2).Select(i => window.OutputSize(input[i + 2], i))];
        SetOutput(node, node.Input(0).Type, new Shape([input[0], outputs, .. spatial]));
    }

    /// <summary>The number of groups; 1 unless given.</summary>
    public static long GroupOf(Node node) => node.Attributes.Int("group", 1);

    /// <summary>Whether every input channel makes output channels of its own.</summary>
    public static bool IsDepthwise(Node node) =>
        GroupOf(node) > 1 && node.Input(1).KnownShape[0] == (Dim)GroupOf(node);

    /// <inheritdoc/>
    public override long Macs(Node node)
    {
        Shape weight = node.Input(1).KnownShape;
        return node.Input(0).KnownShape.With(0, 1).ElementCount * (weight.ElementCount / weight[0].Size);
    }

    /// <summary>The second axis of the weight, which all groups share.</summary>
    public override int OutputChannelAxis(Node node) => 1;

    /// <inheritdoc/>
    public override ParameterRole RoleOf(int input) => input switch
    {
        1 => ParameterRole.Weight,
        2 => ParameterRole.Bias,
        _ => ParameterRole.None,
    };

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        Value weight = node.Input(1);
        if (!weight.IsInitializer || node.InputOrNull(2) is { IsInitializer: false })
        {
            base.Couple(node, atoms);
            return;
        }

        int group = (int)GroupOf(node);
        bool isDepthwise = IsDepthwise(node);
        long outputs = weight.KnownShape[1].Size * group;
        int[] input = atoms.InputChannels(node, weight.KnownShape[0].Size);
        int[] output = isDepthwise
            ? GroupedChannels.Repeat(input, outputs)
            : GroupedChannels.Tied(outputs, group, atoms);
        if (!isDepthwise)
        {
            GroupedChannels.Tie(input, group, atoms);
            atoms.Set(weight, 1, output[..(int)weight.KnownShape[1].Size], SlotKind.Producer);
        }

        atoms.Set(weight, 0, input, isDepthwise ? SlotKind.Companion : SlotKind.Consumer);
        if (node.InputOrNull(2) is { } bias)
        {
            atoms.Set(bias, 0, output, SlotKind.Companion);
        }

        atoms.Set(node.Output, 1, output);
    }

    /// <inheritdoc/>
    internal override void Cut(Node original, Node twin, ChannelCut cut)
    {
        if (IsDepthwise(original) && cut.Kept(original.Input(0), 1) is { } kept)
        {
            twin.Attributes.Set("group", (long)kept.Length);
        }
    }
}
