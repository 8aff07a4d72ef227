using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Reads reductions; the axes are an input that must be constant.</summary>
internal static class ReduceReaders
{
    public static OperatorReader WithAxesAttribute(string opType) => call => [Reduce(call, opType)];

    public static IReadOnlyList<Value> Sum(FlowCall call) =>
        [call.Emit("ReduceSum", [call.Input(0), call.Vector(call.ConstantInts(1))], new AttributeMap
        {
            { "keepdims", call.Flag("keep_dims", false) },
            { "noop_with_empty_axes", true },
        })];

    /// <summary>Products mostly count elements of shapes.</summary>
    public static IReadOnlyList<Value> Product(FlowCall call)
    {
        if (call.ShapeOf(0).Rank == 1 && call.Input(0).Type == ElementType.Int64 && !call.Flag("keep_dims", false)
            && call.Elements(0) is { } elements && elements.All(e => e.IsKnown))
        {
            long product = elements.Aggregate(1L, (p, e) => checked(p * e.Size));
            return [call.Constant(TensorData.Scalar(product))];
        }

        return [Reduce(call, "ReduceProd")];
    }

    public static OperatorReader Arg(string opType) => call =>
        [call.Emit(opType, [call.Input(0)], new AttributeMap
        {
            { "axis", call.Inputs.Count > 1 ? call.ConstantInts(1)[0] : 0 },
            { "keepdims", 0L },
        })];

    private static Value Reduce(FlowCall call, string opType)
    {
        long[] axes = call.ConstantInts(1);
        // No axes mean none here, and all in ONNX.
        return axes.Length == 0 ? call.Input(0) : call.Emit(opType, [call.Input(0)], new AttributeMap
        {
            { "axes", axes },
            { "keepdims", call.Flag("keep_dims", false) },
        });
    }
}
