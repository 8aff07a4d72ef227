using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>
/// Normalisation by mean and variance of each sample, then a scale and a shift per position along some axes. The axes
/// that the statistics cover are LayerNormalization: from attribute <c>axis</c> on (Ba et al. 2016);
/// InstanceNormalization: the spatial ones (Ulyanov et al. 2016); GroupNormalization: those and the channels of a
/// group (Wu &amp; He 2018).
/// </summary>
/// <remarks>GroupNormalization has one scale and shift per channel, as since opset 21.</remarks>
public sealed class NormalizationOperator(string opType) : AlongAxesOperator(opType)
{
    /// <summary>The first normalised axis of a LayerNormalization, counted from the front.</summary>
    public static int AxisOf(Node node) => node.Input(0).KnownShape.Axis(node.Attributes.Int("axis", -1));

    /// <summary>The groups of channels that are normalised together.</summary>
    /// <exception cref="InvalidGraphException">The channels can't be divided into as many groups.</exception>
    public static long GroupsOf(Node node)
    {
        long groups = node.Attributes.Int("num_groups", 0);
        Dim channels = node.Input(0).KnownShape[1];
        return groups > 0 && (!channels.IsKnown || channels.Size % groups == 0)
            ? groups
            : throw Fault(node, "attribute", $"{channels} channels can't be divided into {groups} groups.");
    }

    /// <summary>The term that keeps the division finite; 1e-5 unless given.</summary>
    public static float EpsilonOf(Node node) => node.Attributes.Float("epsilon", 1e-5f);

    /// <inheritdoc/>
    public override ParameterRole RoleOf(int input) => input is 1 or 2 ? ParameterRole.Affine : ParameterRole.None;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        base.Infer(node);
        Shape input = node.Input(0).KnownShape;
        foreach (Value parameter in node.Inputs.Skip(1).OfType<Value>())
        {
            CheckParameter(node, parameter, input);
        }

        foreach (Value statistic in node.Outputs.Skip(1))
        {
            int axis = AxisOf(node);
            statistic.Type = node.Input(0).Type;
            statistic.Shape = ReduceOperator.ReducedShape(input, [.. Enumerable.Range(axis, input.Rank - axis)], true);
        }
    }

    private void CheckParameter(Node node, Value parameter, Shape input)
    {
        Shape found = parameter.KnownShape;
        if (OpType == "LayerNormalization")
        {
            _ = Broadcast.Join(node, input, found);
            return;
        }

        // Files of opset 18 to 20 have one number per group; readers spread them.
        bool fits = found.Rank == 1 && (!input[1].IsKnown || found[0] == input[1]
            || (OpType == "GroupNormalization" && found[0] == (Dim)GroupsOf(node)));
        if (!fits)
        {
            throw Fault(node, "shape", $"'{parameter.Name}' is {found}, expected was [{input[1]}].");
        }
    }

    private protected override int[] MixedAxes(Node node)
    {
        int rank = node.Input(0).KnownShape.Rank;
        int first = OpType == "LayerNormalization" ? AxisOf(node) : IsPerChannel(node) ? 2 : 1;
        return [.. Enumerable.Range(first, Math.Max(0, rank - first))];
    }

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        base.Couple(node, atoms);
        if (OpType != "LayerNormalization" && IsPerChannel(node) && atoms.Of(node.Input(0), 1) is { } labels)
        {
            foreach (Value parameter in node.Inputs.Skip(1).OfType<Value>())
            {
                atoms.Set(parameter, 0, labels, SlotKind.Companion);
            }
        }
    }

    /// <inheritdoc/>
    internal override void Cut(Node original, Node twin, ChannelCut cut)
    {
        if (OpType == "GroupNormalization" && IsPerChannel(original) && cut.Kept(original.Input(0), 1) is { } kept)
        {
            twin.Attributes.Set("num_groups", (long)kept.Length);
        }
    }

    private bool IsPerChannel(Node node) =>
        OpType == "InstanceNormalization" || node.Input(0).KnownShape[1] == (Dim)GroupsOf(node);
}
