using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Reads what computes element by element and has no counterpart of the same form.</summary>
internal static class ElementReaders
{
    public static OperatorReader LastAxis(string opType) =>
        call => [call.Emit(opType, [call.Input(0)], new AttributeMap { { "axis", -1L } })];

    public static IReadOnlyList<Value> Relu6(FlowCall call) =>
        [call.Emit("Clip", [call.Input(0), call.Constant(0f), call.Constant(6f)])];

    public static IReadOnlyList<Value> LeakyRelu(FlowCall call) =>
        [call.Emit("LeakyRelu", [call.Input(0)], new AttributeMap { { "alpha", call.Float("alpha", 0.2f) } })];

    public static IReadOnlyList<Value> Rsqrt(FlowCall call) =>
        [call.Emit("Div", [call.Constant(1f), call.Emit("Sqrt", [call.Input(0)])])];

    public static IReadOnlyList<Value> Square(FlowCall call) =>
        [call.Emit("Mul", [call.Input(0), call.Input(0)])];

    public static IReadOnlyList<Value> SquaredDifference(FlowCall call)
    {
        Value difference = call.Emit("Sub", [call.Input(0), call.Input(1)]);
        return [call.Emit("Mul", [difference, difference])];
    }

    public static IReadOnlyList<Value> Log1P(FlowCall call) =>
        [call.Emit("Log", [call.Emit("Add", [call.Input(0), call.Constant(1f)])])];

    public static IReadOnlyList<Value> AddN(FlowCall call)
    {
        Value sum = call.Input(0);
        foreach (Value next in call.Inputs.Skip(1))
        {
            sum = call.Emit("Add", [sum, next]);
        }

        return [sum];
    }

    public static IReadOnlyList<Value> NotEqual(FlowCall call) => [call.Emit("Not", [call.Emit("Equal", call.Inputs)])];

    /// <summary>
    /// The older form lets a vector choose whole rows, which ONNX's broadcasting would align otherwise.
    /// </summary>
    public static IReadOnlyList<Value> Select(FlowCall call)
    {
        Value condition = call.Input(0);
        int rank = call.ShapeOf(1).Rank;
        if (call.Node.Op == "Select" && condition.KnownShape.Rank == 1 && rank > 1)
        {
            condition = call.Reshape(condition, [-1, .. Enumerable.Repeat(1L, rank - 1)]);
        }

        return [call.Emit("Where", [condition, call.Input(1), call.Input(2)])];
    }

    public static IReadOnlyList<Value> Cast(FlowCall call)
    {
        ElementType type = TensorFlowTypes.Working(call.Type("DstT"));
        return call.Input(0).Type == type
            ? [call.Input(0)]
            : [call.Emit("Cast", [call.Input(0)], new AttributeMap { { "to", (long)type } })];
    }
}
