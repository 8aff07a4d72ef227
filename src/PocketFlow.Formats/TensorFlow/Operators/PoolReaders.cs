using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Reads pooling; padding is never part of a mean.</summary>
internal static class PoolReaders
{
    public static IReadOnlyList<Value> Max(FlowCall call) => Read(call, "MaxPool");

    public static IReadOnlyList<Value> Average(FlowCall call) => Read(call, "AveragePool");

    private static IReadOnlyList<Value> Read(FlowCall call, string opType)
    {
        Value image = Layout.ToChannelsFirst(call, call.Input(0));
        AttributeMap window = Geometry.Window(call, image, Layout.Spatial(call, "ksize"));
        // Pooling has no dilations in TensorFlow, and average pooling none in opset 17.
        window.Remove("dilations");
        return [Layout.FromChannelsFirst(call, call.Emit(opType, [image], window))];
    }
}
