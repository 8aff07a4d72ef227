using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Cuts a tensor into parts along one axis; sizes are a constant input, equal parts by default.</summary>
public sealed class SplitOperator() : Operator("Split")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Value input = node.Input(0);
        int axis = AxisOf(node);
        long[]? sizes = input.KnownShape[axis].IsKnown || node.InputOrNull(1) is not null ? SizesOf(node) : null;
        IReadOnlyList<Dim>? elements = input.KnownShape.Rank == 1 ? input.KnownElements() : null;
        int start = 0;
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            Value part = node.Outputs[i];
            part.Type = input.Type;
            part.Shape = input.KnownShape.With(axis, sizes is null ? Dim.Unknown : sizes[i]);
            part.Elements = sizes is null || elements is null ? null : [.. elements.Skip(start).Take((int)sizes[i])];
            start += (int)(sizes?[i] ?? 0);
        }
    }

    /// <summary>The axis, counted from the front.</summary>
    public static int AxisOf(Node node) => node.Input(0).KnownShape.Axis(node.Attributes.Int("axis", 0));

    /// <summary>The size of every part along the axis; of equal parts, the last may be smaller.</summary>
    /// <exception cref="InvalidGraphException">The sizes are computed, or don't add up.</exception>
    public static long[] SizesOf(Node node)
    {
        Dim whole = node.Input(0).KnownShape[AxisOf(node)];
        int parts = node.Outputs.Count;
        if (node.ConstantInts(1) is not { } sizes)
        {
            long size = (whole.Size + parts - 1) / parts;
            sizes = [.. Enumerable.Range(0, parts).Select(i => Math.Clamp(whole.Size - i * size, 0, size))];
        }

        bool fits = sizes.Length == parts && sizes.All(s => s >= 0) && (!whole.IsKnown || sizes.Sum() == whole.Size);
        return fits
            ? sizes
            : throw Fault(node, "split", $"[{string.Join(", ", sizes)}] don't make {parts} parts of {whole}.");
    }

    /// <inheritdoc/>
    public override TensorData[] Evaluate(Node node)
    {
        TensorData data = node.Input(0).Data!;
        int axis = AxisOf(node);
        long[] strides = ElementMap.Dense(data.Dims);
        long offset = 0;
        var parts = new List<TensorData>();
        foreach (long size in SizesOf(node))
        {
            long[] dims = data.Dims.ToArray();
            dims[axis] = size;
            parts.Add(ElementMap.Gather(data, dims, ElementMap.Strided(dims, strides, offset)));
            offset += size * strides[axis];
        }

        return [.. parts];
    }

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        int split = AxisOf(node);
        foreach (int axis in atoms.AxesOf(node.Input(0)))
        {
            int[] labels = atoms.Of(node.Input(0), axis)!;
            int start = 0;
            foreach (Value part in node.Outputs)
            {
                int size = (int)part.KnownShape[split].SizeOr(0);
                atoms.Set(part, axis, axis == split ? labels[start..(start + size)] : labels);
                start += size;
            }
        }
    }

    /// <inheritdoc/>
    internal override void Cut(Node original, Node twin, ChannelCut cut)
    {
        int axis = AxisOf(original);
        if (cut.Kept(original.Input(0), axis) is not null)
        {
            cut.SetConstant(
                twin, 1,
                TensorData.Vector([.. original.Outputs.Select(o => (long)cut.Kept(o, axis)!.Length)]));
        }
    }
}
