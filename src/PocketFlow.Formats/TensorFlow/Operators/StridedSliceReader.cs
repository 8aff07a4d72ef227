using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>
/// Reads slices in the form of Python: begin, end and step per entry, and masks whose bits say that a bound is open,
/// that the entry stands for all axes that are left, that it adds an axis of size 1, or that its axis goes.
/// </summary>
internal static class StridedSliceReader
{
    public static IReadOnlyList<Value> Read(FlowCall call)
    {
        var parts = new Parts();
        int entries = call.ShapeOf(1)[0].SizeOr(0) is var count && count <= 64
            ? (int)count
            : throw call.Refuse($"with {count} entries");
        int axis = 0;
        for (int i = 0; i < entries; i++)
        {
            if (Has(call, "ellipsis_mask", i))
            {
                int behind = Enumerable.Range(i + 1, entries - i - 1).Count(e => !Has(call, "new_axis_mask", e));
                int skipped = call.ShapeOf(0).Rank - behind - axis;
                axis += skipped;
                parts.Rank += skipped;
            }
            else if (Has(call, "new_axis_mask", i))
            {
                parts.Added.Add(parts.Rank++);
            }
            else
            {
                AddRange(call, i, axis++, parts);
            }
        }

        return [Emit(call, parts)];
    }

    private static void AddRange(FlowCall call, int entry, int axis, Parts parts)
    {
        bool isSingle = Has(call, "shrink_axis_mask", entry);
        long step = isSingle ? 1 : Element(call, 3, entry);
        bool isOpenBegin = !isSingle && Has(call, "begin_mask", entry);
        bool isOpenEnd = !isSingle && Has(call, "end_mask", entry);
        if (isSingle)
        {
            parts.Removed.Add(axis);
        }
        else
        {
            parts.Rank++;
        }

        if (isOpenBegin && isOpenEnd && step == 1)
        {
            return;
        }

        long begin = isOpenBegin ? (step > 0 ? 0 : long.MaxValue) : Element(call, 1, entry);
        // One element from the end ends at the end, not at zero.
        long end = isSingle ? (begin == -1 ? long.MaxValue : begin + 1)
            : isOpenEnd ? (step > 0 ? long.MaxValue : long.MinValue + 1)
            : Element(call, 2, entry);
        parts.Ranges.Add((begin, end, axis, step));
    }

    private static Value Emit(FlowCall call, Parts parts)
    {
        Value value = SliceReaders.Emit(
            call, call.Input(0), [.. parts.Ranges.Select(r => r.Begin)], [.. parts.Ranges.Select(r => r.End)],
            [.. parts.Ranges.Select(r => (long)r.Axis)], [.. parts.Ranges.Select(r => r.Step)]);
        if (parts.Removed.Count > 0)
        {
            value = call.Emit("Squeeze", [value, call.Vector([.. parts.Removed])]);
        }

        return parts.Added.Count > 0 ? call.Emit("Unsqueeze", [value, call.Vector([.. parts.Added])]) : value;
    }

    private static bool Has(FlowCall call, string mask, int entry) => (call.Int(mask, 0) >> entry & 1) != 0;

    private static long Element(FlowCall call, int input, int entry) =>
        call.Elements(input) is { } elements && entry < elements.Count && elements[entry].IsKnown
            ? elements[entry].Size
            : throw call.Refuse($"whose bound {entry} of '{call.Input(input).Name}' is computed");

    private sealed class Parts
    {
        public List<(long Begin, long End, int Axis, long Step)> Ranges { get; } = [];

        public List<long> Removed { get; } = [];

        public List<long> Added { get; } = [];

        /// <summary>The number of axes of the result so far.</summary>
        public int Rank { get; set; }
    }
}
