using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Reads what picks elements by their rank, number or order.</summary>
internal static class SelectionReaders
{
    public static IReadOnlyList<Value> TopK(TfLiteCall call) => call.EmitAll(
        "TopK", [call.Input(0), call.Vector(call.ConstantInts(1)[0])], 2, new AttributeMap { { "axis", -1L } });

    public static IReadOnlyList<Value> OneHot(TfLiteCall call)
    {
        Value Vector(int index) => call.Reshape(call.Input(index), 1);
        Value values = call.Emit("Concat", [Vector(3), Vector(2)], new AttributeMap { { "axis", 0L } });
        return [call.Emit("OneHot", [WithoutWrap(call), call.Input(1), values], new AttributeMap
        {
            { "axis", (long)call.Node.Int(0) },
        })];
    }

    // TFLite's negative indices choose nothing, ONNX's count from the end; one behind the end chooses nothing in both.
    private static Value WithoutWrap(TfLiteCall call)
    {
        Value indices = call.Input(0);
        Value Typed(Value number) =>
            call.Emit("Cast", [number], new AttributeMap { { "to", (long)indices.Type } });
        return call.Emit(
            "Where", [call.Emit("Less", [indices, Typed(call.Constant(0))]), Typed(call.Input(1)), indices]);
    }

    public static IReadOnlyList<Value> Reverse(TfLiteCall call)
    {
        long[] axes = call.ConstantInts(1);
        long[] All(long number) => [.. axes.Select(_ => number)];
        return [call.Emit(
            "Slice",
            [
                call.Input(0), call.Vector(All(-1)), call.Vector(All(-long.MaxValue)), call.Vector(axes),
                call.Vector(All(-1)),
            ])];
    }
}
