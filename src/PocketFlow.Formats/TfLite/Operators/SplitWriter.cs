using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Parts along an axis: SPLIT for equal ones of reals, which is the form that accelerators take.</summary>
internal sealed class SplitWriter() : OperatorWriter("Split")
{
    public override bool Accepts(ElementType type) => type is ElementType.Int32 or ElementType.Int64;

    public override string? Refuse(Node node) =>
        SplitOperator.SizesOf(node).Contains(0) ? "a part is empty" : null;

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        Operand input = lowering.Read(x, lowering.PlainLayoutOf(x), lowering.GridOf(node, 0));
        int axis = lowering.Int32("axis", input.Layout.PhysicalAxis(SplitOperator.AxisOf(node)));
        long[] sizes = SplitOperator.SizesOf(node);
        Operand[] parts = [.. node.Outputs.Select(o => lowering.NewResult(o, input.Layout, input.Grid))];
        FlatTable options = new FlatTable().Set(0, parts.Length);
        if (x.Type == ElementType.Float32 && sizes.Distinct().Count() == 1)
        {
            lowering.Emit(Op.SPLIT, [axis, input.Tensor], parts, new(OptionsType.Split, options));
        }
        else
        {
            int lengths = lowering.Int32s("sizes", sizes);
            lowering.Emit(Op.SPLIT_V, [input.Tensor, lengths, axis], parts, new(OptionsType.SplitV, options));
        }
    }
}
