using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Matrix products: with a constant matrix a dense layer, otherwise BATCH_MATMUL.</summary>
internal sealed class MatMulWriter() : OperatorWriter("MatMul")
{
    public override string? Refuse(Node node) =>
        node.Input(0).IsInitializer && node.Input(1).IsInitializer ? "both factors are constant" : null;

    public override void Write(Node node, GraphLowering lowering)
    {
        Layout layout = Layout.Logical(node.Input(0).KnownShape.Rank);
        if (node.Input(1) is { IsInitializer: true, KnownShape.Rank: 2 })
        {
            DenseLayer.Write(node, lowering, lowering.Read(node.Input(0), layout, lowering.GridOf(node, 0)), [1, 0]);
            return;
        }

        Operand a = lowering.Read(node.Input(0), layout, lowering.GridOf(node, 0));
        Operand b = lowering.Read(
            node.Input(1), Layout.Logical(node.Input(1).KnownShape.Rank), lowering.GridOf(node, 1));
        Operand output = lowering.NewResult(
            node, Layout.Logical(node.Output.KnownShape.Rank), lowering.ResultGridOf(node));
        lowering.Emit(
            Op.BATCH_MATMUL, [a.Tensor, b.Tensor], output, new(OptionsType.BatchMatMul, new FlatTable()));
    }

    public override bool HasInteger(Node node) => node.Inputs.All(i => i!.Quantization is not null);
}
