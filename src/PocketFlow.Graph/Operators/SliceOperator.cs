using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>The elements of a range with a step along each axis.</summary>
/// <param name="Start">The first element, in range.</param>
/// <param name="Step">The distance of elements; negative runs backwards.</param>
/// <param name="Count">How many elements are taken.</param>
public readonly record struct SliceRange(long Start, long Step, long Count);

/// <summary>Cuts ranges out of some axes; starts, ends, axes and steps are constant inputs.</summary>
public sealed class SliceOperator() : Operator("Slice")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        Dim[] dims = [.. input];
        foreach ((int axis, SliceRange cut) in RangesOf(node))
        {
            dims[axis] = cut.Count;
        }

        SetOutput(node, node.Input(0).Type, new Shape(dims));
        node.Output.Elements = input.Rank == 1 && node.Input(0).KnownElements() is { } elements
            ? RangesOf(node).TryGetValue(0, out SliceRange range)
                ? [.. Indices(range).Select(i => elements[(int)i])]
                : elements
            : null;
    }

    /// <summary>The ranges by axis; axes that stay whole are absent.</summary>
    /// <exception cref="InvalidGraphException">A bound is computed, or a step is zero.</exception>
    public static SortedDictionary<int, SliceRange> RangesOf(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        long[] starts = node.ConstantInts(1) ?? node.Attributes.Ints("starts") ?? [];
        long[] ends = node.ConstantInts(2) ?? node.Attributes.Ints("ends") ?? [];
        long[] axes = node.ConstantInts(3) ?? node.Attributes.Ints("axes")
            ?? [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        long[] steps = node.ConstantInts(4) ?? [.. Enumerable.Repeat(1L, starts.Length)];
        if (starts.Length != ends.Length || axes.Length != starts.Length || steps.Length != starts.Length)
        {
            throw Fault(node, "inputs", "starts, ends, axes and steps differ in length.");
        }

        var ranges = new SortedDictionary<int, SliceRange>();
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = input.Axis(axes[i]);
            if (input[axis].IsKnown)
            {
                ranges[axis] = Range(node, input[axis].Size, starts[i], ends[i], steps[i]);
            }
            else if (starts[i] != 0 || ends[i] < int.MaxValue || steps[i] != 1)
            {
                throw Fault(node, "shape", $"axis {axis} of {input} has no fixed size and can't be cut.");
            }
        }

        return ranges;
    }

    /// <inheritdoc/>
    public override TensorData[] Evaluate(Node node)
    {
        TensorData data = node.Input(0).Data!;
        long[] dims = node.Output.KnownShape.ToArray();
        long[] strides = ElementMap.Dense(data.Dims);
        long offset = 0;
        foreach ((int axis, SliceRange range) in RangesOf(node))
        {
            offset += range.Start * strides[axis];
            strides[axis] *= range.Step;
        }

        return [ElementMap.Gather(data, dims, ElementMap.Strided(dims, strides, offset))];
    }

    private static SliceRange Range(Node node, long size, long start, long end, long step)
    {
        if (step == 0)
        {
            throw Fault(node, "step", "a step is zero.");
        }

        long low = step > 0 ? 0 : -1;
        long high = step > 0 ? size : size - 1;
        start = Math.Clamp(start < 0 ? start + size : start, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
        end = Math.Clamp(end < 0 ? Math.Max(end + size, low) : end, low, high);
        long span = step > 0 ? end - start : start - end;
        // Any 64-bit step is allowed, so that neither its magnitude nor a sum with it may overflow.
        long stride = Math.Abs(Math.Max(step, -long.MaxValue));
        return new SliceRange(start, step, span <= 0 ? 0 : (span - 1) / stride + 1);
    }

    private static IEnumerable<long> Indices(SliceRange range)
    {
        for (long i = 0; i < range.Count; i++)
        {
            yield return range.Start + i * range.Step;
        }
    }

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        SortedDictionary<int, SliceRange> ranges = RangesOf(node);
        foreach (int axis in atoms.AxesOf(node.Input(0)))
        {
            int[] labels = atoms.Of(node.Input(0), axis)!;
            if (!ranges.TryGetValue(axis, out SliceRange range))
            {
                atoms.Set(node.Output, axis, labels);
                continue;
            }

            if (range.Step != 1)
            {
                atoms.Freeze(labels, $"Slice '{node.Name}' takes every {range.Step}th channel");
            }

            atoms.Set(node.Output, axis, [.. Indices(range).Select(i => labels[i])]);
        }
    }

    /// <inheritdoc/>
    internal override void Cut(Node original, Node twin, ChannelCut cut)
    {
        SortedDictionary<int, SliceRange> ranges = RangesOf(original);
        foreach ((int axis, SliceRange range) in ranges.ToArray())
        {
            if (range.Step == 1 && cut.Kept(original.Input(0), axis) is { } kept)
            {
                long before = kept.Count(k => k < range.Start);
                ranges[axis] = new SliceRange(before, 1, kept.Count(k => k < range.Start + range.Count) - before);
            }
        }

        if (ranges.Count > 0)
        {
            SetRanges(twin, ranges, cut);
        }
    }

    private static void SetRanges(Node twin, SortedDictionary<int, SliceRange> ranges, ChannelCut cut)
    {
        cut.SetConstant(twin, 1, TensorData.Vector([.. ranges.Values.Select(r => r.Start)]));
        cut.SetConstant(twin, 2, TensorData.Vector([.. ranges.Values.Select(End)]));
        cut.SetConstant(twin, 3, TensorData.Vector([.. ranges.Keys.Select(a => (long)a)]));
        cut.SetConstant(twin, 4, TensorData.Vector([.. ranges.Values.Select(r => r.Step)]));
    }

    /// <summary>An end behind the last element; running backwards to the front, one that can't count from the end.</summary>
    private static long End(SliceRange range)
    {
        long end = range.Start + range.Count * range.Step;
        return range.Step < 0 && end < 0 ? long.MinValue + 1 : end;
    }
}
