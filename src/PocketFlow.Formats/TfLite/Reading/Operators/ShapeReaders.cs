using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Reads what changes shapes or takes parts; a batch of one that files state stays open.</summary>
internal static class ShapeReaders
{
    public static IReadOnlyList<Value> Reshape(TfLiteCall call)
    {
        bool isInput = call.InputOrNull(1) is not null;
        if (isInput && call.Input(1).Data is null)
        {
            return [call.Emit("Reshape", [call.Input(0), call.Input(1)])];
        }

        long[] target = isInput ? call.ConstantInts(1) : [.. call.Node.Ints(0).Select(d => (long)d)];
        if (target.Contains(0) && target.Length > 1)
        {
            throw call.Refuse("to a shape without elements");
        }

        // Old files write a scalar's shape as one zero.
        target = target is [0] ? [] : target;
        if (target.Length > 0 && target[0] == 1 && call.IsBatch(call.ShapeOf(0), 0))
        {
            target[0] = 0;
        }

        return [call.Reshape(call.Input(0), target)];
    }

    public static IReadOnlyList<Value> Slice(TfLiteCall call)
    {
        long[] begin = call.ConstantInts(1);
        long[] size = [.. (call.ElementsOf(2) ?? []).Select(s => s.SizeOr(-1))];
        if (size.Length > 0 && begin is [0, ..] && size[0] == 1 && call.IsBatch(call.ShapeOf(0), 0))
        {
            size[0] = -1;
        }

        return BlockSlice.Find(call, begin, size) is { } strided
            ? [strided]
            : call.AsTensorFlow("Slice", [call.Input(0), call.Vector(begin), call.Vector(size)]);
    }

    public static IReadOnlyList<Value> StridedSlice(TfLiteCall call)
    {
        if (call.Node.Flag(5))
        {
            throw call.Refuse("whose end counts from its begin");
        }

        int[] masks = [.. Enumerable.Range(0, 5).Select(f => call.Node.Int(f))];
        if (call.IsBatch(call.ShapeOf(0), 0) && TakesOneSample(call, masks))
        {
            masks[0] |= 1;
            masks[1] |= 1;
        }

        return call.AsTensorFlow(
            "StridedSlice", call.Given, ("begin_mask", masks[0]), ("end_mask", masks[1]), ("ellipsis_mask", masks[2]),
            ("new_axis_mask", masks[3]), ("shrink_axis_mask", masks[4]));
    }

    public static IReadOnlyList<Value> Gather(TfLiteCall call) => call.AsTensorFlow(
        "GatherV2", [call.Input(0), call.Input(1), call.Vector(call.Node.Int(0))], ("batch_dims", call.Node.Int(1)));

    /// <summary>Whether the first entry takes the samples from 0 to 1: all that the file knows of.</summary>
    private static bool TakesOneSample(TfLiteCall call, int[] masks)
    {
        bool isRange = ((masks[2] | masks[3] | masks[4]) & 1) == 0;
        bool startsFirst = (masks[0] & 1) != 0 || First(call, 1) == 0;
        return isRange && startsFirst && ((masks[1] & 1) != 0 || First(call, 2) == 1) && First(call, 3) == 1;
    }

    private static long? First(TfLiteCall call, int input) =>
        call.ElementsOf(input) is [{ IsKnown: true } first, ..] ? first.Size : null;
}
