using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Convolution: input [N, C, spatial…], weight [O, C / group, kernel…], optional bias [O].</summary>
public sealed class ConvOperator() : Operator("Conv")
{
    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        Shape weight = node.Input(1).KnownShape;
        long group = node.Attributes.Int("group", 1);
        if (input.Rank < 3 || weight.Rank != input.Rank)
        {
            throw Fault(node, "shape", $"input {input} and weight {weight} must have the same rank, at least 3.");
        }

        if (group < 1 || weight[0].Size % group != 0 || input[1].SizeOr(weight[1].Size * group) != weight[1].Size * group)
        {
            throw Fault(node, "shape", $"input {input}, weight {weight} and group {group} don't fit together.");
        }

        if (node.Attributes.Ints("kernel_shape") is { } kernel && !kernel.SequenceEqual(weight.ToArray().Skip(2)))
        {
            throw Fault(node, "shape", $"the kernel [{string.Join(", ", kernel)}] is not that of the weight {weight}.");
        }

        if (node.InputOrNull(2)?.Shape is { } bias && !bias.Equals(new Shape(weight[0])))
        {
            throw Fault(node, "shape", $"the bias is {bias}, expected was [{weight[0]}].");
        }

        SetOutput(node, node.Input(0).Type, WindowOf(node).OutputShape(input, weight[0]));
    }

    /// <summary>The geometry of a convolution node.</summary>
    public static Window WindowOf(Node node) => Window.Of(node, node.Input(1).KnownShape.ToArray().AsSpan(2));

    /// <summary>Whether every input channel has filters of its own: one input channel per group.</summary>
    public static bool IsDepthwise(Node node) =>
        node.Attributes.Int("group", 1) > 1 && node.Input(1).KnownShape[1] == (Dim)1;

    /// <inheritdoc/>
    public override long Macs(Node node)
    {
        Shape weight = node.Input(1).KnownShape;
        return node.Output.KnownShape.With(0, 1).ElementCount * (weight.ElementCount / weight[0].Size);
    }

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

        int group = (int)node.Attributes.Int("group", 1);
        bool isDepthwise = IsDepthwise(node);
        long outputs = weight.KnownShape[0].Size;
        int[] input = atoms.InputChannels(node, weight.KnownShape[1].Size * group);
        int[] output = isDepthwise
            ? GroupedChannels.Repeat(input, outputs)
            : GroupedChannels.Tied(outputs, group, atoms);
        atoms.Set(weight, 0, output, isDepthwise ? SlotKind.Companion : SlotKind.Producer);
        if (!isDepthwise)
        {
            // All groups share the weight's input axis.
            atoms.Set(weight, 1, GroupedChannels.Tie(input, group, atoms), SlotKind.Consumer);
        }

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
