using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Reads pooling; padding is never part of a mean.</summary>
internal static class PoolReaders
{
    public static IReadOnlyList<Value> Max(TfLiteCall call) => Finish(call, Pool(call, "MaxPool", call.Input(0)));

    public static IReadOnlyList<Value> Average(TfLiteCall call) => Finish(call, Pool(call, "AveragePool", call.Input(0)));

    /// <summary>The root of the mean of squares.</summary>
    public static IReadOnlyList<Value> L2(TfLiteCall call)
    {
        Value squares = call.Emit("Mul", [call.Input(0), call.Input(0)]);
        return Finish(call, call.Emit("Sqrt", [Pool(call, "AveragePool", squares)]));
    }

    private static Value Pool(TfLiteCall call, string opType, Value input)
    {
        Value image = call.ToChannelsFirst(input);
        long[] strides = ConvReaders.Pair(call, 1);
        long[] kernel = ConvReaders.Pair(call, 3);
        return call.Emit(opType, [image], new AttributeMap
        {
            { "kernel_shape", kernel },
            { "strides", strides },
            { "pads", ConvReaders.Pads(call, image, kernel, strides, [1, 1]) },
        });
    }

    private static IReadOnlyList<Value> Finish(TfLiteCall call, Value pooled) =>
        [call.ToChannelsLast(call.Activated(pooled, 5))];
}
