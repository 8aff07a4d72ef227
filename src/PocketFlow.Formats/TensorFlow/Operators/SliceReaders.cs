using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Reads what takes a part of a tensor.</summary>
internal static class SliceReaders
{
    /// <summary>Begin and size per axis; a size of −1 reaches to the end.</summary>
    public static IReadOnlyList<Value> Slice(FlowCall call)
    {
        long[] begin = call.ConstantInts(1);
        long[] size = [.. (call.Elements(2) ?? []).Select(s => s.SizeOr(-1))];
        Shape shape = call.ShapeOf(0);
        if (size.Length != begin.Length || begin.Length != shape.Rank)
        {
            throw call.Refuse($"of {shape} with {begin.Length} begins and {size.Length} sizes");
        }

        long[] axes = [.. Enumerable.Range(0, begin.Length)
            .Where(i => begin[i] != 0 || (size[i] >= 0 && shape[i] != (Dim)size[i])).Select(i => (long)i)];
        long[] ends = [.. axes.Select(a => size[a] < 0 ? long.MaxValue : begin[a] + size[a])];
        return [Emit(call, call.Input(0), [.. axes.Select(a => begin[a])], ends, axes, [.. axes.Select(_ => 1L)])];
    }

    public static IReadOnlyList<Value> Gather(FlowCall call)
    {
        if (call.Int("batch_dims", 0) != 0)
        {
            throw call.Refuse($"with batch_dims {call.Int("batch_dims", 0)}");
        }

        long axis = call.Inputs.Count > 2 ? call.ConstantInts(2)[0] : 0;
        return [call.Emit("Gather", [call.Input(0), call.Input(1)], new AttributeMap { { "axis", axis } })];
    }

    /// <summary>A slice along some axes; none leave the value as it is.</summary>
    public static Value Emit(FlowCall call, Value value, long[] starts, long[] ends, long[] axes, long[] steps) =>
        axes.Length == 0 ? value : call.Emit(
            "Slice", [value, call.Vector(starts), call.Vector(ends), call.Vector(axes), call.Vector(steps)]);
}
