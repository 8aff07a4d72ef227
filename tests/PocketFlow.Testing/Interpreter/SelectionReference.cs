namespace PocketFlow.Testing.Interpreter;

/// <summary>Operators that pick, place, repeat or count elements.</summary>
internal static class SelectionReference
{
    public static ReferenceTensor[] Split(ReferenceCall call)
    {
        ReferenceTensor input = call[0];
        int axis = input.Axis(call.Int("axis", 0));
        int parts = call.Node.Outputs.Count;
        int equal = (int)Math.Ceiling(input.Dims[axis] / (double)parts);
        long[] sizes = call.Ints(1, "split")
            ?? [.. Enumerable.Range(0, parts).Select(i => (long)Math.Min(equal, input.Dims[axis] - i * equal))];
        var results = new List<ReferenceTensor>();
        int start = 0;
        foreach (long size in sizes)
        {
            int first = start;
            int[] dims = [.. input.Dims];
            dims[axis] = (int)size;
            results.Add(ReferenceTensor.Create(dims, index => input.At(Moved(index, axis, index[axis] + first))));
            start += (int)size;
        }

        return [.. results];
    }

    public static ReferenceTensor Expand(ReferenceCall call)
    {
        ReferenceTensor input = call[0];
        int[] dims = ElementReference.BroadcastDims(input.Dims, Array.ConvertAll(call.Ints(1, "")!, d => (int)d));
        return ReferenceTensor.Create(dims, index => ElementReference.BroadcastAt(input, index));
    }

    public static ReferenceTensor Tile(ReferenceCall call)
    {
        ReferenceTensor input = call[0];
        long[] repeats = call.Ints(1, "")!;
        return ReferenceTensor.Create(
            [.. input.Dims.Zip(repeats, (d, r) => d * (int)r)],
            index => input.At([.. index.Select((i, axis) => i % input.Dims[axis])]));
    }

    public static ReferenceTensor Range(ReferenceCall call)
    {
        var elements = new List<float>();
        (float limit, float step) = (call[1].Elements[0], call[2].Elements[0]);
        for (float x = call[0].Elements[0]; step > 0 ? x < limit : x > limit; x += step)
        {
            elements.Add(x);
        }

        return new([elements.Count], [.. elements]);
    }

    public static ReferenceTensor OneHot(ReferenceCall call)
    {
        int depth = (int)call[1].Elements[0];
        List<int> dims = [.. call[0].Dims];
        int axis = (int)call.Int("axis", -1);
        axis = axis < 0 ? axis + dims.Count + 1 : axis;
        dims.Insert(axis, depth);
        return ReferenceTensor.Create([.. dims], index =>
        {
            float given = call[0].At([.. index[..axis], .. index[(axis + 1)..]]);
            return call[2].Elements[(given < 0 ? given + depth : given) == index[axis] ? 1 : 0];
        });
    }

    public static ReferenceTensor[] TopK(ReferenceCall call)
    {
        ReferenceTensor input = call[0];
        int axis = input.Axis(call.Int("axis", -1));
        int[] dims = [.. input.Dims];
        dims[axis] = (int)call[1].Elements[0];
        float sign = call.Int("largest", 1) != 0 ? -1 : 1;
        int Picked(int[] index) => Enumerable.Range(0, input.Dims[axis])
            .OrderBy(i => sign * input.At(Moved(index, axis, i))).ElementAt(index[axis]);
        return
        [
            ReferenceTensor.Create(dims, index => input.At(Moved(index, axis, Picked(index)))),
            ReferenceTensor.Create(dims, index => Picked(index)),
        ];
    }

    public static ReferenceTensor NonZero(ReferenceCall call)
    {
        var found = new List<int[]>();
        ReferenceTensor.Create(call[0].Dims, index =>
        {
            if (call[0].At(index) != 0)
            {
                found.Add([.. index]);
            }

            return 0;
        });
        return ReferenceTensor.Create([call[0].Rank, found.Count], index => found[index[1]][index[0]]);
    }

    public static ReferenceTensor Trilu(ReferenceCall call)
    {
        float diagonal = call.Scalar(1, 0);
        bool isUpper = call.Int("upper", 1) != 0;
        return ReferenceTensor.Create(call[0].Dims, index =>
        {
            int distance = index[^1] - index[^2];
            return (isUpper ? distance >= diagonal : distance <= diagonal) ? call[0].At(index) : 0;
        });
    }

    public static ReferenceTensor GatherElements(ReferenceCall call)
    {
        int axis = call[0].Axis(call.Int("axis", 0));
        return ReferenceTensor.Create(
            call[1].Dims, index => call[0].At(Moved(index, axis, Positive(call[1].At(index), call[0].Dims[axis]))));
    }

    public static ReferenceTensor GatherND(ReferenceCall call)
    {
        (ReferenceTensor data, ReferenceTensor indices) = (call[0], call[1]);
        int batch = (int)call.Int("batch_dims", 0);
        int depth = indices.Dims[^1];
        int[] dims = [.. indices.Dims[..^1], .. data.Dims[(batch + depth)..]];
        return ReferenceTensor.Create(dims, index => data.At(
        [
            .. index[..batch], .. Tuple(indices, index[..(indices.Rank - 1)], data.Dims.AsSpan(batch)),
            .. index[(indices.Rank - 1)..],
        ]));
    }

    public static ReferenceTensor Scatter(ReferenceCall call)
    {
        ReferenceTensor result = call[0] with { Elements = [.. call[0].Elements] };
        (ReferenceTensor indices, ReferenceTensor updates) = (call[1], call[2]);
        int axis = result.Axis(call.Int("axis", 0));
        ReferenceTensor.Create(updates.Dims, index =>
        {
            int[] place = call.Node.OpType == "ScatterElements"
                ? Moved(index, axis, Positive(indices.At(index), result.Dims[axis]))
                : [.. Tuple(indices, index[..(indices.Rank - 1)], result.Dims), .. index[(indices.Rank - 1)..]];
            int position = place.Select((p, i) => p * ReferenceTensor.CountOf(result.Dims.Skip(i + 1))).Sum();
            ref float element = ref result.Elements[position];
            float update = updates.At(index);
            element = call.Node.Attributes.Text("reduction", "none") switch
            {
                "add" => element + update,
                "mul" => element * update,
                "max" => MathF.Max(element, update),
                "min" => MathF.Min(element, update),
                _ => update,
            };
            return 0;
        });
        return result;
    }

    private static int[] Tuple(ReferenceTensor indices, int[] at, ReadOnlySpan<int> sizes)
    {
        int[] tuple = new int[indices.Dims[^1]];
        for (int i = 0; i < tuple.Length; i++)
        {
            tuple[i] = Positive(indices.At([.. at, i]), sizes[i]);
        }

        return tuple;
    }

    private static int Positive(float index, int size) => (int)(index < 0 ? index + size : index);

    private static int[] Moved(int[] index, int axis, int position)
    {
        int[] moved = [.. index];
        moved[axis] = position;
        return moved;
    }
}
