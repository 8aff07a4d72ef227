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
        long[] picked = Array.ConvertAll(node.Input(1).Data!.ToInt64s(), i => i < 0 ? i + size : i);
        if (Array.Exists(picked, i => i < 0 || i >= size))
        {
            throw Fault(node, "index", $"an index lies outside axis {axis} of {data}.");
        }

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
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        Value input = node.Input(0);
        int axis = AxisOf(node);
        int shift = node.Input(1).KnownShape.Rank - 1;
        foreach (int labelled in atoms.AxesOf(input))
        {
            int[] labels = atoms.Of(input, labelled)!;
            if (labelled == axis)
            {
                atoms.Freeze(labels, $"Gather '{node.Name}' picks channels by index");
            }
            else
            {
                atoms.Set(node.Output, labelled > axis ? labelled + shift : labelled, labels);
            }
        }
    }

    private static Dim Pick(Node node, IReadOnlyList<Dim> elements, long index)
    {
        long position = index < 0 ? index + elements.Count : index;
        return position >= 0 && position < elements.Count
            ? elements[(int)position]
            : throw Fault(node, "index", $"the index {index} lies outside the {elements.Count} elements.");
    }
}
