using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Softmax over the last axis of the tensor, which channels are anyway.</summary>
internal sealed class SoftmaxWriter() : OperatorWriter("Softmax")
{
    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        int axis = SoftmaxOperator.AxisOf(node);
        Layout layout = lowering.PlainLayoutOf(x);
        if (layout.Order[^1] != axis)
        {
            layout = Layout.Of([.. layout.Order.Where(a => a != axis), axis]);
        }

        Operand input = lowering.Read(x, layout, lowering.GridOf(node, 0));
        Operand output = lowering.NewResult(node, layout, input.Grid is null ? null : Int8Grid.UnitInterval);
        lowering.Emit(Op.SOFTMAX, [input.Tensor], output, new(OptionsType.Softmax, new FlatTable().Set(0, 1f)));
    }
}
