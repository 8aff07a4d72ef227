using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Reads what joins tensors and what takes them apart.</summary>
internal static class JoinReaders
{
    public static IReadOnlyList<Value> ConcatV2(FlowCall call) =>
        Join(call, [.. call.Inputs.SkipLast(1)], call.ConstantInts(call.Inputs.Count - 1)[0]);

    /// <summary>The first version has the axis in front.</summary>
    public static IReadOnlyList<Value> Concat(FlowCall call) =>
        Join(call, [.. call.Inputs.Skip(1)], call.ConstantInts(0)[0]);

    public static IReadOnlyList<Value> Pack(FlowCall call)
    {
        Value axis = call.Vector(call.Int("axis", 0));
        return Join(call, [.. call.Inputs.Select(i => call.Emit("Unsqueeze", [i, axis]))], call.Int("axis", 0));
    }

    public static IReadOnlyList<Value> Unpack(FlowCall call)
    {
        int axis = call.ShapeOf(0).Axis(call.Int("axis", 0));
        Value[] parts = new Value[Count(call, call.ShapeOf(0)[axis].Size)];
        for (int i = 0; i < parts.Length; i++)
        {
            Value part = SliceReaders.Emit(call, call.Input(0), [i], [i + 1], [axis], [1]);
            parts[i] = call.Emit("Squeeze", [part, call.Vector(axis)]);
        }

        return parts;
    }

    /// <summary>The axis comes first.</summary>
    public static IReadOnlyList<Value> Split(FlowCall call)
    {
        int axis = call.ShapeOf(1).Axis(call.ConstantInts(0)[0]);
        long size = call.ShapeOf(1)[axis].Size;
        long count = Math.Max(1, call.Int("num_split", 1));
        return size % count == 0
            ? Cut(call, call.Input(1), axis, [.. Enumerable.Repeat(size / count, Count(call, count))])
            : throw call.Refuse($"of {size} elements into {count} parts");
    }

    public static IReadOnlyList<Value> SplitV(FlowCall call)
    {
        int axis = call.ShapeOf(0).Axis(call.ConstantInts(2)[0]);
        long[] sizes = call.ConstantInts(1);
        int open = Array.IndexOf(sizes, -1);
        if (open >= 0)
        {
            sizes[open] = call.ShapeOf(0)[axis].Size - sizes.Sum() - 1;
        }

        return Cut(call, call.Input(0), axis, sizes);
    }

    private static Value[] Join(FlowCall call, Value[] parts, long axis) => parts.Length == 1
        ? parts
        : [call.Emit("Concat", parts, new AttributeMap { { "axis", axis } })];

    private static Value[] Cut(FlowCall call, Value value, int axis, long[] sizes)
    {
        Value[] parts = new Value[sizes.Length];
        long start = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            parts[i] = SliceReaders.Emit(call, value, [start], [start + sizes[i]], [axis], [1]);
            start += sizes[i];
        }

        return parts;
    }

    // A count of a hostile file must not make nodes without bound.
    private static int Count(FlowCall call, long count) =>
        count is > 0 and <= 1 << 12 ? (int)count : throw call.Refuse($"into {count} parts");
}
