using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// Reads moves of blocks between image and batch that are no part of a dilated convolution; around one, they pass on.
/// </summary>
internal static class BatchSpaceReaders
{
    public static IReadOnlyList<Value> ToBatch(TfLiteCall call)
    {
        (long[] block, long[] pads) = Settings(call);
        long[] begin = [0, pads[0], pads[2], 0];
        long[] end = [0, pads[1], pads[3], 0];
        Value x = pads.All(p => p == 0) ? call.Input(0) : call.Emit(
            "Pad", [call.Input(0), call.Vector([.. begin, .. end])], new AttributeMap { { "mode", "constant" } });
        long[] dims = x.KnownShape.ToArray();
        if (dims[1] % block[0] != 0 || dims[2] % block[1] != 0)
        {
            throw call.Refuse($"of {x.KnownShape} in blocks of {block[0]} x {block[1]}");
        }

        long[] split = [dims[0], dims[1] / block[0], block[0], dims[2] / block[1], block[1], dims[3]];
        Value moved = call.Transpose(call.Reshape(x, split), 2, 4, 0, 1, 3, 5);
        return [call.Reshape(moved, dims[0] * block[0] * block[1], split[1], split[3], dims[3])];
    }

    public static IReadOnlyList<Value> ToSpace(TfLiteCall call)
    {
        (long[] block, long[] crops) = Settings(call);
        long[] dims = call.ShapeOf(0).ToArray();
        long samples = dims[0] / (block[0] * block[1]);
        Value split = call.Reshape(call.Input(0), block[0], block[1], samples, dims[1], dims[2], dims[3]);
        Value image = call.Reshape(
            call.Transpose(split, 2, 3, 0, 4, 1, 5), samples, dims[1] * block[0], dims[2] * block[1], dims[3]);
        long[] ends = [dims[1] * block[0] - crops[1], dims[2] * block[1] - crops[3]];
        return crops.All(c => c == 0) ? [image] : [call.Emit(
            "Slice", [image, call.Vector(crops[0], crops[2]), call.Vector(ends), call.Vector(1, 2)])];
    }

    private static (long[] Block, long[] Border) Settings(TfLiteCall call)
    {
        Shape shape = call.ShapeOf(0);
        (long[] block, long[] border) = (call.ConstantInts(1), call.ConstantInts(2));
        return shape is { Rank: 4, IsStatic: true } && block is [> 0, > 0] && border.Length == 4
            && border.All(b => b >= 0)
            ? (block, border)
            : throw call.Refuse($"of {shape} in blocks [{string.Join(", ", block)}]");
    }
}
