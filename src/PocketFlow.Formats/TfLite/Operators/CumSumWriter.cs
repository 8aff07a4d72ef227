using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Running sums along an axis.</summary>
internal sealed class CumSumWriter() : OperatorWriter("CumSum")
{
    public override bool Accepts(ElementType type) => type is ElementType.Int32 or ElementType.Int64;

    public override bool HasInteger(Node node) => false;

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        Operand input = lowering.Read(x, lowering.PlainLayoutOf(x), null);
        int axis = lowering.Int32("axis", input.Layout.PhysicalAxis(StatisticsOperator.AxisOf(node)));
        FlatTable options = new FlatTable()
            .Set(0, node.Attributes.Int("exclusive", 0) != 0)
            .Set(1, node.Attributes.Int("reverse", 0) != 0);
        lowering.Emit(
            Op.CUMSUM, [input.Tensor, axis], lowering.NewResult(node, input.Layout, null),
            new(OptionsType.CumSum, options));
    }
}
