using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// FULLY_CONNECTED, which multiplies the last axis by weights [outputs, inputs], and BATCH_MATMUL for computed ones.
/// </summary>
internal static class DenseLayer
{
    /// <summary>Adds the operator; <paramref name="order"/> brings the graph's weight to [outputs, inputs].</summary>
    public static void Write(
        Node node, GraphLowering lowering, Operand input, int[] order, float weightFactor = 1, float biasFactor = 1)
    {
        var layer = new LayerConstants(node, lowering, input.Grid);
        int weight = layer.Weight(order, input.Layout.Merged?.LogicalIndices(), weightFactor);
        int bias = layer.Bias(biasFactor);
        int rank = node.Output.KnownShape.Rank;
        Operand output = lowering.NewResult(node, Layout.Logical(rank), lowering.ResultGridOf(node));
        FlatTable options = new FlatTable().SetByte(0, lowering.ActivationOf(node)).Set(2, rank != 2);
        const int KeepsRank = 5;
        lowering.Emit(
            Op.FULLY_CONNECTED, [input.Tensor, weight, bias], output, new(OptionsType.FullyConnected, options),
            rank != 2 ? KeepsRank : 1);
    }

    /// <summary>Adds the product of two matrices, or of batches of them.</summary>
    public static void Multiply(
        GraphLowering lowering, Operand a, Operand b, Operand output, bool turnsA = false, bool turnsB = false)
    {
        FlatTable options = new FlatTable().Set(0, turnsA).Set(1, turnsB);
        lowering.Emit(Op.BATCH_MATMUL, [a.Tensor, b.Tensor], output, new(OptionsType.BatchMatMul, options));
    }
}
