using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Says what a layer's padding means in numbers.</summary>
internal static class Geometry
{
    /// <summary>The settings of a sliding window over a channels-first image.</summary>
    public static AttributeMap Window(FlowCall call, Value image, long[] kernel)
    {
        long[] strides = Layout.Spatial(call, "strides");
        long[] dilations = Layout.Spatial(call, "dilations");
        return new AttributeMap
        {
            { "kernel_shape", kernel },
            { "strides", strides },
            { "dilations", dilations },
            { "pads", Pads(call, image, kernel, strides, dilations) },
        };
    }

    /// <summary>What SAME adds in all: as much as makes the output as long as the strides divide the input.</summary>
    public static long Same(long input, long kernel, long stride, long dilation) =>
        Math.Max(0, ((input + stride - 1) / stride - 1) * stride + dilation * (kernel - 1) + 1 - input);

    /// <summary>Padding that the file states in numbers: before and behind, for height and width.</summary>
    public static (long[] Begin, long[] End) Explicit(FlowCall call)
    {
        long[] pads = call.Ints("explicit_paddings");
        int first = Layout.IsChannelsLast(call) ? 2 : 4;
        return pads.Length == 8 && pads.Where((_, i) => i < first || i >= first + 4).All(p => p == 0)
            ? ([pads[first], pads[first + 2]], [pads[first + 1], pads[first + 3]])
            : throw call.Refuse($"with explicit_paddings [{string.Join(", ", pads)}]");
    }

    private static long[] Pads(FlowCall call, Value image, long[] kernel, long[] strides, long[] dilations)
    {
        switch (call.Text("padding", ""))
        {
            case "VALID":
                return [0, 0, 0, 0];
            case "EXPLICIT":
                (long[] begin, long[] end) = Explicit(call);
                return [.. begin, .. end];
            case "SAME":
                long height = Total(0);
                long width = Total(1);
                return [height / 2, width / 2, height - height / 2, width - width / 2];
            default:
                throw call.Refuse($"with the padding '{call.Text("padding", "")}'");
        }

        long Total(int axis)
        {
            Dim size = image.KnownShape[axis + 2];
            // With a step of 1 the padding is the same for every size of image.
            long input = size.IsKnown ? size.Size : strides[axis] == 1 ? int.MaxValue : throw call.Refuse(
                $"with SAME padding of an image {image.KnownShape} without fixed size; save the model with one");
            return Same(input, kernel[axis], strides[axis], dilations[axis]);
        }
    }
}
