using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Reads padding; the pads are [rank, 2], before and behind each axis.</summary>
internal static class PadReaders
{
    public static IReadOnlyList<Value> Pad(FlowCall call)
    {
        Value?[] operands = [call.Input(0), Pads(call), call.Inputs.Count > 2 ? call.Input(2) : null];
        return [call.Emit("Pad", operands, new AttributeMap { { "mode", "constant" } })];
    }

    /// <summary>
    /// SYMMETRIC, which repeats the outermost element, is in ONNX only where it is the same as an edge.
    /// </summary>
    public static IReadOnlyList<Value> Mirror(FlowCall call)
    {
        string mode = call.Text("mode", "REFLECT") switch
        {
            "REFLECT" => "reflect",
            "SYMMETRIC" when call.ConstantInts(1).All(p => p <= 1) => "edge",
            string other => throw call.Refuse($"with the mode {other} over more than one element"),
        };
        return [call.Emit("Pad", [call.Input(0), Pads(call)], new AttributeMap { { "mode", mode } })];
    }

    private static Value Pads(FlowCall call)
    {
        long[] pads = call.ConstantInts(1);
        return call.Vector([.. pads.Where((_, i) => i % 2 == 0), .. pads.Where((_, i) => i % 2 == 1)]);
    }
}
