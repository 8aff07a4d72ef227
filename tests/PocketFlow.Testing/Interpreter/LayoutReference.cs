using PocketFlow.Graphs;

namespace PocketFlow.Testing.Interpreter;

/// <summary>Operators that move elements without changing them.</summary>
internal static class LayoutReference
{
    public static ReferenceTensor Concat(ReferenceCall call)
    {
        ReferenceTensor[] parts = new ReferenceTensor[call.Count];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = call[i];
        }

        int axis = parts[0].Axis(call.Int("axis", 0));
        int[] dims = [.. parts[0].Dims];
        dims[axis] = parts.Sum(p => p.Dims[axis]);
        return ReferenceTensor.Create(dims, index =>
        {
            int[] inside = [.. index];
            int part = 0;
            while (inside[axis] >= parts[part].Dims[axis])
            {
                inside[axis] -= parts[part++].Dims[axis];
            }

            return parts[part].At(inside);
        });
    }

    public static ReferenceTensor Flatten(ReferenceCall call)
    {
        int axis = call[0].Axis(call.Int("axis", 1));
        return call[0] with
        {
            Dims = [ReferenceTensor.CountOf(call[0].Dims.Take(axis)), ReferenceTensor.CountOf(call[0].Dims.Skip(axis))],
        };
    }

    public static ReferenceTensor Reshape(ReferenceCall call)
    {
        ReferenceTensor input = call[0];
        bool copiesZeros = call.Int("allowzero", 0) == 0;
        int[] dims = [.. call.Ints(1, "shape")!.Select((d, i) => d == 0 && copiesZeros ? input.Dims[i] : (int)d)];
        int open = Array.IndexOf(dims, -1);
        if (open >= 0)
        {
            dims[open] = 1;
            dims[open] = input.Elements.Length / ReferenceTensor.CountOf(dims);
        }

        return input with { Dims = dims };
    }

    public static ReferenceTensor Transpose(ReferenceCall call)
    {
        ReferenceTensor input = call[0];
        int[] order = call.Node.Attributes.Ints("perm") is { } perm
            ? Array.ConvertAll(perm, p => (int)p) : [.. Enumerable.Range(0, input.Rank).Reverse()];
        int[] from = new int[input.Rank];
        return ReferenceTensor.Create([.. order.Select(p => input.Dims[p])], index =>
        {
            for (int i = 0; i < order.Length; i++)
            {
                from[order[i]] = index[i];
            }

            return input.At(from);
        });
    }

    public static ReferenceTensor Pad(ReferenceCall call)
    {
        string mode = call.Node.Attributes.Text("mode", "constant");
        ReferenceTensor input = call[0];
        int rank = input.Rank;
        long[] pads = call.Ints(1, "pads")!;
        float fill = call.Scalar(2, 0);
        int[] dims = [.. input.Dims.Select((d, i) => d + (int)(pads[i] + pads[i + rank]))];
        int[] from = new int[rank];
        return ReferenceTensor.Create(dims, index =>
        {
            bool isInside = true;
            for (int i = 0; i < rank; i++)
            {
                from[i] = Mirrored(mode, index[i] - (int)pads[i], input.Dims[i]);
                isInside &= from[i] >= 0 && from[i] < input.Dims[i];
            }

            return isInside ? input.At(from) : fill;
        });
    }

    /// <summary>The position that a mode of padding copies; outside stays outside where a constant is added.</summary>
    private static int Mirrored(string mode, int position, int size)
    {
        while (mode == "reflect" && size > 1 && (position < 0 || position >= size))
        {
            position = position < 0 ? -position : 2 * (size - 1) - position;
        }

        return mode switch
        {
            "edge" => Math.Clamp(position, 0, size - 1),
            "wrap" => (position % size + size) % size,
            _ => position,
        };
    }

    public static ReferenceTensor Slice(ReferenceCall call)
    {
        ReferenceTensor input = call[0];
        long[] starts = call.Ints(1, "starts")!;
        long[] ends = call.Ints(2, "ends")!;
        long[] axes = call.Ints(3, "axes") ?? [.. starts.Select((_, i) => (long)i)];
        long[] steps = call.Ints(4, "steps") ?? [.. starts.Select(_ => 1L)];
        int[][] picked = [.. input.Dims.Select(d => Enumerable.Range(0, d).ToArray())];
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = input.Axis(axes[i]);
            picked[axis] = [.. Positions(input.Dims[axis], starts[i], ends[i], steps[i])];
        }

        return Pick(input, picked);
    }

    public static ReferenceTensor Squeeze(ReferenceCall call)
    {
        ReferenceTensor input = call[0];
        int[]? axes = call.Ints(1, "axes") is { } given ? Array.ConvertAll(given, input.Axis) : null;
        return input with { Dims = [.. input.Dims.Where((d, i) => axes is null ? d != 1 : !axes.Contains(i))] };
    }

    public static ReferenceTensor Unsqueeze(ReferenceCall call)
    {
        long[] given = call.Ints(1, "axes")!;
        int rank = call[0].Rank + given.Length;
        int[] axes = Array.ConvertAll(given, a => (int)(a < 0 ? a + rank : a));
        var left = new Queue<int>(call[0].Dims);
        return call[0] with
        {
            Dims = [.. Enumerable.Range(0, rank).Select(i => axes.Contains(i) ? 1 : left.Dequeue())],
        };
    }

    public static ReferenceTensor Gather(ReferenceCall call)
    {
        ReferenceTensor input = call[0];
        int axis = input.Axis(call.Int("axis", 0));
        int[][] picked = [.. input.Dims.Select(d => Enumerable.Range(0, d).ToArray())];
        picked[axis] = Array.ConvertAll(call.Ints(1, "")!, i => (int)(i < 0 ? i + input.Dims[axis] : i));
        int[] dims = [.. input.Dims[..axis], .. call[1].Dims, .. input.Dims[(axis + 1)..]];
        return Pick(input, picked) with { Dims = dims };
    }

    public static ReferenceTensor Shape(ReferenceCall call)
    {
        int[] dims = call[0].Dims;
        int start = Math.Clamp(call[0].Axis(call.Int("start", 0)), 0, dims.Length);
        int end = Math.Clamp(call[0].Axis(call.Int("end", dims.Length)), start, dims.Length);
        return new([end - start], [.. dims[start..end].Select(d => (float)d)]);
    }

    public static ReferenceTensor Constant(ReferenceCall call)
    {
        AttributeMap attributes = call.Node.Attributes;
        ReferenceTensor value = attributes.Tensor("value") is { } tensor ? ReferenceTensor.Of(tensor)
            : attributes.Ints("value_ints") is { } ints ? new([ints.Length], Array.ConvertAll(ints, i => (float)i))
            : attributes.Floats("value_floats") is { } floats ? new([floats.Length], floats)
            : new([], [attributes.Contains("value_int") ? call.Int("value_int", 0) : call.Float("value_float", 0)]);
        return call.Node.OpType == "Constant"
            ? value
            : ReferenceTensor.Create(Array.ConvertAll(call.Ints(0, "")!, d => (int)d), _ => value.Elements[0]);
    }

    private static ReferenceTensor Pick(ReferenceTensor input, int[][] picked)
    {
        int[] from = new int[input.Rank];
        return ReferenceTensor.Create([.. picked.Select(p => p.Length)], index =>
        {
            for (int i = 0; i < from.Length; i++)
            {
                from[i] = picked[i][index[i]];
            }

            return input.At(from);
        });
    }

    private static IEnumerable<int> Positions(int size, long start, long end, long step)
    {
        start = start < 0 ? start + size : start;
        end = end < 0 ? Math.Max(end + size, -1) : end;
        start = step > 0 ? Math.Max(start, 0) : Math.Min(start, size - 1);
        for (long i = start; step > 0 ? i < Math.Min(end, size) : i > end && i >= 0; i += step)
        {
            yield return (int)i;
        }
    }
}
