using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>
/// Reads transposed convolutions: the gradient of a convolution by its input, whose size is an input.
/// </summary>
internal static class TransposedConvReader
{
    public static IReadOnlyList<Value> Read(FlowCall call)
    {
        Value image = Layout.ToChannelsFirst(call, call.Input(2));
        long[] kernel = ConvReaders.FilterOf(call, 1).ToArray()[..2];
        Value weight = call.Transpose(call.Input(1), 3, 2, 0, 1);
        long[] strides = Layout.Spatial(call, "strides");
        long[] dilations = Layout.Spatial(call, "dilations");
        long[] pads = new long[4];
        long[] missing = new long[2];
        for (int axis = 0; axis < 2; axis++)
        {
            long span = dilations[axis] * (kernel[axis] - 1) + 1;
            long reach = (image.KnownShape[axis + 2].Size - 1) * strides[axis] + span;
            (pads[axis], pads[axis + 2]) = Pads(call, axis, kernel, strides, dilations);
            missing[axis] = OutputSize(call, axis) - (reach - pads[axis] - pads[axis + 2]);
        }

        if (missing.Any(m => m < 0) || missing.Zip(strides).Any(m => m.First >= m.Second))
        {
            throw call.Refuse($"to an image {call.Input(0).Name} that doesn't fit its window");
        }

        return [Layout.FromChannelsFirst(call, call.Emit("ConvTranspose", [image, weight], new AttributeMap
        {
            { "kernel_shape", kernel },
            { "strides", strides },
            { "dilations", dilations },
            { "pads", pads },
            { "output_padding", missing },
        }))];
    }

    private static (long Begin, long End) Pads(
        FlowCall call, int axis, long[] kernel, long[] strides, long[] dilations)
    {
        switch (call.Text("padding", ""))
        {
            case "VALID":
                return (0, 0);
            case "EXPLICIT":
                (long[] begin, long[] end) = Geometry.Explicit(call);
                return (begin[axis], end[axis]);
            default:
                long total = Geometry.Same(OutputSize(call, axis), kernel[axis], strides[axis], dilations[axis]);
                return (total / 2, total - total / 2);
        }
    }

    private static long OutputSize(FlowCall call, int axis)
    {
        int position = axis + (Layout.IsChannelsLast(call) ? 1 : 2);
        return call.Elements(0) is { Count: 4 } sizes && sizes[position].IsKnown
            ? sizes[position].Size
            : throw call.Refuse($"to an image of a size '{call.Input(0).Name}' that is not fixed");
    }
}
