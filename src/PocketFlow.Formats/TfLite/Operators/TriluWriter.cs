using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>A triangle of a matrix, chosen by a constant mask; a product would spoil infinities.</summary>
internal sealed class TriluWriter() : OperatorWriter("Trilu")
{
    public override bool HasInteger(Node node) => false;

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        int rank = x.KnownShape.Rank;
        Operand input = lowering.Read(x, Layout.Logical(rank), null);
        (int rows, int columns) = ((int)input.Dims[^2], (int)input.Dims[^1]);
        bool[] keeps = [.. Enumerable.Range(0, rows * columns)
            .Select(i => TriluOperator.Keeps(node, i / columns, i % columns))];
        int[] dims = [.. Enumerable.Repeat(1, rank - 2), rows, columns];
        int mask = lowering.Constant("triangle", dims, keeps, TfLiteTensorType.Boolean, null);
        Operand zero = lowering.Reals("zero", [0], [], Layout.Logical(0), null);
        Operand output = lowering.NewResult(node, Layout.Logical(rank), null);
        lowering.Emit(
            Op.SELECT_V2, [mask, input.Tensor, zero.Tensor], output, new(OptionsType.SelectV2, new FlatTable()));
    }
}
