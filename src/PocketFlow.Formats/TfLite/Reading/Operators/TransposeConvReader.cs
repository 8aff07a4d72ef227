using PocketFlow.Formats.TensorFlow.Operators;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Reads transposed convolutions: output size, filter [O, H, W, I], image, bias.</summary>
internal static class TransposeConvReader
{
    public static IReadOnlyList<Value> Read(TfLiteCall call)
    {
        Value image = call.ToChannelsFirst(call.Input(2));
        Value weight = call.Transpose(ConvReaders.Filter(call, 1), 3, 0, 1, 2);
        long[] kernel = weight.KnownShape.ToArray()[2..];
        long[] strides = ConvReaders.Pair(call, 1);
        long[] pads = new long[4];
        long[] missing = new long[2];
        for (int axis = 0; axis < 2; axis++)
        {
            long size = OutputSize(call, axis);
            long total = call.Node.Byte(0) == (int)Padding.Valid ? 0 : Geometry.Same(size, kernel[axis], strides[axis], 1);
            pads[axis] = total / 2;
            pads[axis + 2] = total - total / 2;
            missing[axis] = size - ((image.KnownShape[axis + 2].Size - 1) * strides[axis] + kernel[axis] - total);
        }

        if (missing.Any(m => m < 0) || missing.Zip(strides).Any(m => m.First >= m.Second))
        {
            throw call.Refuse("to an image that doesn't fit its window");
        }

        Value result = call.Emit("ConvTranspose", [image, weight, call.Bias(3)], new AttributeMap
        {
            { "kernel_shape", kernel }, { "strides", strides }, { "pads", pads }, { "output_padding", missing },
        });
        return [call.ToChannelsLast(call.Activated(result, 3))];
    }

    private static long OutputSize(TfLiteCall call, int axis) =>
        call.ElementsOf(0) is { Count: 4 } sizes && sizes[axis + 1].IsKnown
            ? sizes[axis + 1].Size
            : throw call.Refuse("to an image of a computed size");
}
