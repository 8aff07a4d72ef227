using PocketFlow.Formats.TensorFlow.Operators;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Reads convolutions; filters are [O, H, W, I], those of depthwise ones [1, H, W, O].</summary>
internal static class ConvReaders
{
    public static IReadOnlyList<Value> Convolution(TfLiteCall call)
    {
        Value weight = call.Transpose(Filter(call, 1), 0, 3, 1, 2);
        // Groups are not stated; they follow from a filter that reads fewer channels than there are.
        long group = call.ShapeOf(0)[-1].Size / Math.Max(1, weight.KnownShape[1].Size);
        return Emit(call, weight, group, activation: 3, dilations: 4);
    }

    public static IReadOnlyList<Value> Depthwise(TfLiteCall call) =>
        Emit(call, call.Transpose(Filter(call, 1), 3, 0, 1, 2), call.ShapeOf(0)[-1].Size, activation: 4, dilations: 5);

    /// <summary>A filter, whose shape must be known whole.</summary>
    public static Value Filter(TfLiteCall call, int input) => call.ShapeOf(input) is { Rank: 4, IsStatic: true }
        ? call.Input(input)
        : throw call.Refuse($"with a filter {call.ShapeOf(input)}");

    /// <summary>The padding of a window over a channels-first image: top, left, bottom, right.</summary>
    public static long[] Pads(TfLiteCall call, Value image, long[] kernel, long[] strides, long[] dilations)
    {
        if (call.Node.Byte(0) == (int)Padding.Valid)
        {
            return [0, 0, 0, 0];
        }

        long[] total = new long[2];
        for (int axis = 0; axis < 2; axis++)
        {
            Dim size = image.KnownShape[axis + 2];
            // With a step of 1 the padding is the same for every size of image.
            long input = size.IsKnown ? size.Size : strides[axis] == 1 ? int.MaxValue
                : throw call.Refuse($"of an image {image.KnownShape} without fixed size");
            total[axis] = Geometry.Same(input, kernel[axis], strides[axis], dilations[axis]);
        }

        return [total[0] / 2, total[1] / 2, total[0] - total[0] / 2, total[1] - total[1] / 2];
    }

    /// <summary>Height's number and then width's; files have them the other way round.</summary>
    public static long[] Pair(TfLiteCall call, int field, int fallback = 0)
    {
        long[] pair = [call.Node.Int(field + 1, fallback), call.Node.Int(field, fallback)];
        return pair.All(n => n is > 0 and < 1 << 20) ? pair : throw call.Refuse($"with the step or size {pair[0]} x {pair[1]}");
    }

    private static IReadOnlyList<Value> Emit(
        TfLiteCall call, Value weight, long group, int activation, int dilations)
    {
        Value image = call.ToChannelsFirst(call.Input(0));
        long[] kernel = weight.KnownShape.ToArray()[2..];
        long[] strides = Pair(call, 1);
        long[] spread = call.Dilation?.Dilations ?? Pair(call, dilations, 1);
        Value result = call.Emit("Conv", [image, weight, call.Bias(2)], new AttributeMap
        {
            { "kernel_shape", kernel },
            { "strides", strides },
            { "dilations", spread },
            { "pads", call.Dilation?.Pads ?? Pads(call, image, kernel, strides, spread) },
            { "group", group },
        });
        return [call.ToChannelsLast(call.Activated(result, activation))];
    }
}
