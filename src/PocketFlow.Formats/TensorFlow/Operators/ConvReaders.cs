using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Reads convolutions; filters are [H, W, I, O], those of depthwise ones [H, W, C, multiplier].</summary>
internal static class ConvReaders
{
    public static IReadOnlyList<Value> Convolution(FlowCall call)
    {
        Value image = Layout.ToChannelsFirst(call, call.Input(0));
        Shape filter = FilterOf(call, 1);
        // Groups are not stated; they follow from a filter that reads fewer channels than there are.
        long group = image.KnownShape[1].Size / Math.Max(1, filter[2].Size);
        return Emit(call, image, call.Transpose(call.Input(1), 3, 2, 0, 1), group);
    }

    public static IReadOnlyList<Value> Depthwise(FlowCall call)
    {
        Value image = Layout.ToChannelsFirst(call, call.Input(0));
        Shape filter = FilterOf(call, 1);
        Value weight = call.Reshape(
            call.Transpose(call.Input(1), 2, 3, 0, 1),
            filter[2].Size * filter[3].Size, 1, filter[0].Size, filter[1].Size);
        return Emit(call, image, weight, filter[2].Size);
    }

    /// <summary>The shape of a filter, which must be known whole.</summary>
    public static Shape FilterOf(FlowCall call, int input) => call.ShapeOf(input) is { Rank: 4, IsStatic: true } shape
        ? shape
        : throw call.Refuse($"with a filter {call.ShapeOf(input)}");

    private static IReadOnlyList<Value> Emit(FlowCall call, Value image, Value weight, long group)
    {
        AttributeMap window = Geometry.Window(call, image, weight.KnownShape.ToArray()[2..]);
        window.Set("group", group);
        return [Layout.FromChannelsFirst(call, call.Emit("Conv", [image, weight], window))];
    }
}
