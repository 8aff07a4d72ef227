namespace PocketFlow.Graphs.Pruning;

/// <summary>Removes channels from a model.</summary>
public static class Pruner
{
    /// <summary>A physically smaller copy of the model without the selected channels.</summary>
    /// <remarks>Its outputs equal those of <see cref="Mask"/>, up to the order of additions.</remarks>
    public static Model Cut(PruningSelection selection)
    {
        DependencyGraph dependencies = selection.Dependencies;
        Model model = dependencies.Model.Clone();
        HashSet<int> removed = selection.RemovedAtoms();
        var cut = new ChannelCut(dependencies, removed, model.Graph);
        for (int i = 0; i < model.Graph.Nodes.Count; i++)
        {
            Node original = dependencies.Model.Graph.Nodes[i];
            original.Operator.Cut(original, model.Graph.Nodes[i], cut);
        }

        foreach (ChannelSlot slot in dependencies.ConstantAxes)
        {
            int[] kept = dependencies.Kept(slot.Value, slot.Axis, removed)!;
            Value twin = model.Graph.Find(slot.Value.Name)!;
            if (kept.Length < slot.Value.KnownShape[slot.Axis].Size)
            {
                Graph.SetData(twin, Take(twin.Data!, slot.Axis, kept));
                twin.Quantization = Take(twin.Quantization, slot.Axis, kept);
            }
        }

        model.Simplify();
        GraphVerifier.Verify(model.Graph);
        return model;
    }

    /// <summary>A copy of the same size in which no layer reads the selected channels: their weights are zero.</summary>
    public static Model Mask(PruningSelection selection)
    {
        Model model = selection.Dependencies.Model.Clone();
        HashSet<int> removed = selection.RemovedAtoms();
        foreach (ChannelSlot slot in selection.Dependencies.ConstantAxes.Where(s => s.Kind == SlotKind.Consumer))
        {
            int[] kept = selection.Dependencies.Kept(slot.Value, slot.Axis, removed)!;
            Value twin = model.Graph.Find(slot.Value.Name)!;
            Graph.SetData(twin, Zero(twin.Data!, slot.Axis, [.. kept]));
        }

        return model;
    }

    private static TensorData Take(TensorData data, int axis, int[] kept)
    {
        long[] dims = data.Dims.ToArray();
        int size = data.Type.SizeInBytes() * (int)TensorData.CountOf(data.Dims[(axis + 1)..]);
        long outer = TensorData.CountOf(data.Dims[..axis]);
        long count = dims[axis];
        dims[axis] = kept.Length;
        byte[] bytes = new byte[outer * kept.Length * size];
        ReadOnlySpan<byte> source = data.Bytes.Span;
        int written = 0;
        for (long o = 0; o < outer; o++)
        {
            foreach (int position in kept)
            {
                source.Slice((int)((o * count + position) * size), size).CopyTo(bytes.AsSpan(written));
                written += size;
            }
        }

        return new TensorData(data.Type, dims, bytes);
    }

    private static Quantization? Take(Quantization? grid, int axis, int[] kept) => grid?.Axis != axis
        ? grid
        : grid with
        {
            Scale = [.. kept.Select(k => grid.Scale[k])],
            ZeroPoint = [.. kept.Select(k => grid.ZeroPoint[k])],
        };

    private static TensorData Zero(TensorData data, int axis, HashSet<int> kept)
    {
        float[] elements = data.ToFloats();
        long inner = TensorData.CountOf(data.Dims[(axis + 1)..]);
        for (long i = 0; i < elements.LongLength; i++)
        {
            if (!kept.Contains((int)(i / inner % data.Dims[axis])))
            {
                elements[i] = 0;
            }
        }

        return TensorData.From<float>(elements, data.Dims);
    }
}
