using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Reads dense layers, whose weights are [outputs, inputs], and products of matrices.</summary>
internal static class DenseReaders
{
    public static IReadOnlyList<Value> FullyConnected(TfLiteCall call)
    {
        if (call.Node.Byte(1) != 0)
        {
            throw call.Refuse($"with shuffled weights (format {call.Node.Byte(1)})");
        }

        Shape shape = call.ShapeOf(0);
        bool keepsAxes = call.Node.Flag(2) && shape.Rank > 2;
        return [call.Activated(keepsAxes ? LastAxis(call) : Matrix(call, shape), 0)];
    }

    public static IReadOnlyList<Value> BatchMatMul(TfLiteCall call) => call.AsTensorFlow(
        "BatchMatMulV2", call.Given, ("adj_x", call.Node.Flag(0)), ("adj_y", call.Node.Flag(1)));

    /// <summary>All axes are rows but what fills the inputs.</summary>
    private static Value Matrix(TfLiteCall call, Shape shape)
    {
        Value weight = call.Input(1);
        Dim inputs = call.ShapeOf(1)[1];
        bool isFlat = shape.Rank == 2 && shape[1] == inputs;
        bool isSample = shape.Rank > 0 && call.IsBatch(shape, 0);
        Value rows = isFlat ? call.Input(0) : call.Reshape(call.Input(0), isSample ? 0 : -1, inputs.Size);
        return call.Emit("Gemm", [rows, weight, call.Bias(2)], new AttributeMap { { "transB", 1L } });
    }

    private static Value LastAxis(TfLiteCall call)
    {
        Value product = call.Emit("MatMul", [call.Input(0), call.Transpose(call.Input(1), 1, 0)]);
        return call.Bias(2) is { } bias ? call.Emit("Add", [product, bias]) : product;
    }
}
