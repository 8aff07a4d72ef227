using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>The largest element over all spatial axes.</summary>
internal sealed class GlobalMaxPoolWriter() : OperatorWriter("GlobalMaxPool")
{
    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        Operand input = lowering.Read(x, lowering.PlainLayoutOf(x), lowering.GridOf(node, 0));
        IEnumerable<int> axes = Enumerable.Range(2, x.KnownShape.Rank - 2);
        int positions = lowering.Int32s("axes", axes.Select(a => (long)input.Layout.PhysicalAxis(a)).Order());
        Operand output = lowering.NewResult(node, input.Layout, input.Grid);
        lowering.Emit(
            Op.REDUCE_MAX, [input.Tensor, positions], output, new(OptionsType.Reducer, new FlatTable().Set(0, true)));
    }
}
