using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Reads what repeats elements or makes them.</summary>
internal static class FillReaders
{
    public static IReadOnlyList<Value> Tile(FlowCall call) => [call.Emit("Tile", [call.Input(0), call.Input(1)])];

    /// <summary>The shape comes first.</summary>
    public static IReadOnlyList<Value> Fill(FlowCall call) => [call.Emit("Expand", [call.Input(1), call.Input(0)])];

    public static IReadOnlyList<Value> BroadcastTo(FlowCall call) =>
        [call.Emit("Expand", [call.Input(0), call.Input(1)])];

    public static IReadOnlyList<Value> Range(FlowCall call) =>
        [call.Emit("Range", [call.Input(0), call.Input(1), call.Input(2)])];

    public static IReadOnlyList<Value> ZerosLike(FlowCall call) => call.Input(0).Type == ElementType.Float32
        ? [call.Emit("Mul", [call.Input(0), call.Constant(0f)])]
        : throw call.Refuse($"of {call.Input(0).Type}");
}
