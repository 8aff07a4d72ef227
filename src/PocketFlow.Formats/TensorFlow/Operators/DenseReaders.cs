using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow.Operators;

/// <summary>Reads matrix products and the addition of biases.</summary>
internal static class DenseReaders
{
    public static IReadOnlyList<Value> BiasAdd(FlowCall call)
    {
        int rank = call.ShapeOf(0).Rank;
        bool isLast = Layout.IsChannelsLast(call) || rank < 3;
        long[] dims = [call.ShapeOf(1)[0].Size, .. Enumerable.Repeat(1L, Math.Max(0, rank - 2))];
        return [call.Emit("Add", [call.Input(0), isLast ? call.Input(1) : call.Reshape(call.Input(1), dims)])];
    }

    public static IReadOnlyList<Value> MatMul(FlowCall call) =>
        [call.Emit("Gemm", [call.Input(0), call.Input(1)], new AttributeMap
        {
            { "transA", call.Flag("transpose_a", false) },
            { "transB", call.Flag("transpose_b", false) },
        })];

    public static IReadOnlyList<Value> BatchMatMul(FlowCall call) =>
        [call.Emit("MatMul", [Operand(call, 0, "adj_x"), Operand(call, 1, "adj_y")])];

    private static Value Operand(FlowCall call, int index, string attribute)
    {
        int rank = call.ShapeOf(index).Rank;
        if (!call.Flag(attribute, false) || rank < 2)
        {
            return call.Input(index);
        }

        long[] swapped = [.. Enumerable.Range(0, rank - 2).Select(i => (long)i), rank - 1, rank - 2];
        return call.Transpose(call.Input(index), swapped);
    }
}
