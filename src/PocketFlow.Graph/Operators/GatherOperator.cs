using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Picks slices along one axis (the first by default) by index.</summary>
public sealed class GatherOperator() : Operator("Gather")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        Shape indices = node.Input(1).KnownShape;
        int axis = AxisOf(node);
        SetOutput(
            node, node.Input(0).Type, new Shape([.. input.Take(axis), .. indices, .. input.Skip(axis + 1)]));
        node.Output.Elements = node.Input(0).KnownElements() is { } elements && input.Rank == 1 && indices.Rank <= 1
            && node.Input(1).Data is { } picked
            ? [.. picked.ToInt64s().Select(i => Pick(node, elements, i))]
            : null;
    }

    /// <summary>The axis, counted from the front.</summary>
    public static int AxisOf(Node node) => node.Input(0).KnownShape.Axis(node.Attributes.Int("axis", 0));

    /// <inheritdoc/>
    public override TensorData[] Evaluate(Node node)
    {
        TensorData data = node.Input(0).Data!;
        int axis = AxisOf(node);
        long inner = TensorData.CountOf(data.Dims[(axis + 1)..]);
        long outer = TensorData.CountOf(data.Dims[..axis]);
        long size = data.Dims[axis];
        long[] picked = PositionsOf(node);
        var map = new List<long>();
        for (long o = 0; o < outer; o++)
        {
            foreach (long index in picked)
            {
                for (long i = 0; i < inner; i++)
                {
                    map.Add((o * size + index) * inner + i);
                }
            }
        }

        return [ElementMap.Gather(data, node.Output.KnownShape.ToArray(), map.ToArray())];
    }

    /// <inheritdoc/>
    public override ParameterRole RoleOf(int input) => input == 0 ? ParameterRole.Affine : ParameterRole.None;

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        Value input = node.Input(0);
        int axis = AxisOf(node);
        int rank = node.Input(1).KnownShape.Rank;
        foreach (int labelled in atoms.AxesOf(input))
        {
            int[] labels = atoms.Of(input, labelled)!;
            if (labelled != axis)
            {
                atoms.Set(node.Output, labelled > axis ? labelled + rank - 1 : labelled, labels);
            }
            else if (rank > 1 || node.ConstantOrNull(1) is null)
            {
                atoms.Freeze(labels, $"Gather '{node.Name}' picks channels by computed or nested indices");
            }
            else
            {
                int[] picked = [.. PositionsOf(node).Select(p => labels[p])];
                if (rank == 1)
                {
                    atoms.Set(node.Output, axis, picked);
                }
                else
                {
                    atoms.Freeze(picked, $"Gather '{node.Name}' makes a value of its own of this channel");
                }
            }
        }
    }

    /// <inheritdoc/>
    internal override void Cut(Node original, Node twin, ChannelCut cut)
    {
        if (original.ConstantOrNull(1) is not { Rank: <= 1 } indices
            || cut.Kept(original.Input(0), AxisOf(original)) is not { } kept)
        {
            return;
        }

        long[] positions = PositionsOf(original);
        int[] stay = indices.Rank == 1 ? cut.Kept(original.Output, AxisOf(original))! : [0];
        long[] moved = [.. stay.Select(s => (long)Array.IndexOf(kept, (int)positions[s]))];
        cut.SetConstant(twin, 1, indices.Rank == 1 ? TensorData.Vector(moved) : TensorData.Scalar(moved[0]));
    }

    /// <summary>The constant indices, counted from the front.</summary>
    private static long[] PositionsOf(Node node)
    {
        long size = node.Input(0).KnownShape[AxisOf(node)].Size;
        return Array.ConvertAll(node.ConstantOrNull(1)!.ToInt64s(), i => IndexCheck.Positive(node, i, size));
    }

    private static Dim Pick(Node node, IReadOnlyList<Dim> elements, long index) =>
        elements[(int)IndexCheck.Positive(node, index, elements.Count)];
}
