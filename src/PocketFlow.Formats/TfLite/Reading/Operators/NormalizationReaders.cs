using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Reads normalisation over channels, which are last.</summary>
internal static class NormalizationReaders
{
    /// <summary>What the runtime's kernels divide by at least.</summary>
    private const float SmallestNorm = 1e-6f;

    public static IReadOnlyList<Value> L2(TfLiteCall call)
    {
        Value squares = call.Emit("Mul", [call.Input(0), call.Input(0)]);
        Value sum = call.Emit(
            "ReduceSum", [squares, call.Vector(-1)], new AttributeMap { { "keepdims", 1L } });
        Value norm = call.Emit("Max", [call.Emit("Sqrt", [sum]), call.Constant(SmallestNorm)]);
        return [call.Activated(call.Emit("Div", [call.Input(0), norm]), 0)];
    }

    /// <summary>Sums over a radius, where ONNX means over a size.</summary>
    public static IReadOnlyList<Value> LocalResponse(TfLiteCall call)
    {
        long size = 2L * call.Node.Int(0) + 1;
        return [call.ToChannelsLast(call.Emit("LRN", [call.ToChannelsFirst(call.Input(0))], new AttributeMap
        {
            { "size", size },
            { "bias", call.Node.Float(1) },
            { "alpha", call.Node.Float(2) * size },
            { "beta", call.Node.Float(3) },
        }))];
    }
}
