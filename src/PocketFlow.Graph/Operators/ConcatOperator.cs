using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Joins tensors along one axis.</summary>
public sealed class ConcatOperator() : Operator("Concat")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape first = node.Input(0).KnownShape;
        int axis = AxisOf(node);
        Dim total = 0;
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            Shape shape = node.Input(i).KnownShape;
            if (shape.Rank != first.Rank || !CanJoin(first, shape, axis))
            {
                throw Fault(node, "shape", $"the inputs {first} and {shape} differ beside axis {axis}.");
            }

            total = total.IsKnown && shape[axis].IsKnown ? total.Size + shape[axis].Size : Dim.Unknown;
        }

        SetOutput(node, node.Input(0).Type, first.With(axis, total));
        var elements = node.Inputs.Select(i => i!.KnownElements()).ToArray();
        node.Output.Elements = first.Rank == 1 && Array.TrueForAll(elements, e => e is not null)
            ? [.. elements.SelectMany(e => e!)]
            : null;
    }

    private static bool CanJoin(Shape first, Shape shape, int axis)
    {
        for (int i = 0; i < first.Rank; i++)
        {
            if (i != axis && first[i].IsKnown && shape[i].IsKnown && first[i] != shape[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The axis, counted from the front.</summary>
    public static int AxisOf(Node node) => node.Input(0).KnownShape.Axis(node.Attributes.Int("axis", 0));

    /// <inheritdoc/>
    public override TensorData[] Evaluate(Node node)
    {
        int axis = AxisOf(node);
        TensorData[] parts = [.. node.Inputs.Select(i => i!.Data!)];
        long[] dims = parts[0].Dims.ToArray();
        dims[axis] = parts.Sum(p => p.Dims[axis]);
        long outer = TensorData.CountOf(dims.AsSpan(0, axis));
        using var bytes = new MemoryStream();
        for (long i = 0; i < outer; i++)
        {
            foreach (TensorData part in parts)
            {
                int size = (int)(part.Bytes.Length / outer);
                bytes.Write(part.Bytes.Span.Slice((int)(i * size), size));
            }
        }

        return [new TensorData(parts[0].Type, dims, bytes.ToArray())];
    }

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        int axis = AxisOf(node);
        Value[] parts = [.. node.Inputs.OfType<Value>()];
        foreach (int other in parts.SelectMany(atoms.AxesOf).Distinct().Where(a => a != axis).ToArray())
        {
            CoupleAside(node, parts, other, atoms);
        }

        if (Array.Exists(parts, p => atoms.Of(p, axis) is not null))
        {
            atoms.Set(node.Output, axis, [.. parts.SelectMany(p => LabelsOf(p, axis, atoms))]);
        }
    }

    /// <summary>Constants can lose positions; other parts without channels stay whole.</summary>
    private static int[] LabelsOf(Value part, int axis, ChannelAtoms atoms)
    {
        if (atoms.Of(part, axis) is { } labels)
        {
            return labels;
        }

        labels = atoms.Fresh(part.KnownShape[axis].Size);
        atoms.Freeze(labels, $"'{part.Name}' carries no channels of a layer");
        return labels;
    }

    private static void CoupleAside(Node node, Value[] parts, int axis, ChannelAtoms atoms)
    {
        int[] labels = parts.Select(p => atoms.Of(p, axis)).First(l => l is not null)!;
        foreach (Value part in parts)
        {
            if (atoms.Of(part, axis) is { } found)
            {
                atoms.Join(labels, found);
            }
            else
            {
                atoms.Freeze(labels, $"Concat '{node.Name}' joins the channels to '{part.Name}', which has none");
            }
        }

        atoms.Set(node.Output, axis, labels);
    }
}
