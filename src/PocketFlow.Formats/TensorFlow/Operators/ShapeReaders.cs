using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Reads what changes or tells shapes.</summary>
internal static class ShapeReaders
{
    /// <summary>A 0 means a size of zero here, and to copy the size in ONNX.</summary>
    public static IReadOnlyList<Value> Reshape(FlowCall call) =>
        call.Elements(1) is { } target && target.Any(t => t == (Dim)0)
            ? throw call.Refuse("to a shape without elements")
            : [call.Emit("Reshape", [call.Input(0), call.Input(1)])];

    public static IReadOnlyList<Value> Squeeze(FlowCall call)
    {
        long[] axes = call.Ints("squeeze_dims");
        return [call.Emit("Squeeze", axes.Length == 0 ? [call.Input(0)] : [call.Input(0), call.Vector(axes)])];
    }

    public static IReadOnlyList<Value> ExpandDims(FlowCall call) =>
        [call.Emit("Unsqueeze", [call.Input(0), call.Vector(call.ConstantInts(1)[0])])];

    public static IReadOnlyList<Value> Shape(FlowCall call) => [call.Emit("Shape", [call.Input(0)])];

    public static IReadOnlyList<Value> Rank(FlowCall call) =>
        [call.Constant(TensorData.Scalar((long)call.ShapeOf(0).Rank))];

    public static IReadOnlyList<Value> Size(FlowCall call) => call.ShapeOf(0).IsStatic
        ? [call.Constant(TensorData.Scalar(call.ShapeOf(0).ElementCount))]
        : throw call.Refuse($"of the shape {call.ShapeOf(0)}, which is not fixed");

    public static IReadOnlyList<Value> Transpose(FlowCall call) =>
        [call.Transpose(call.Input(0), [.. call.ConstantInts(1).Select(a => a < 0 ? a + call.ShapeOf(0).Rank : a)])];
}
