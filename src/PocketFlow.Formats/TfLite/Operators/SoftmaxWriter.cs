using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Softmax, or its logarithm, over the last axis of the tensor, which channels are anyway.</summary>
internal sealed class SoftmaxWriter() : OperatorWriter("Softmax", "LogSoftmax")
{
    public override void Write(Node node, GraphLowering lowering)
    {
        Operand input = ReadWithAxisLast(node, lowering, lowering.GridOf(node, 0));
        bool isLogarithm = node.OpType == "LogSoftmax";
        Quantization? grid = input.Grid is null ? null : isLogarithm ? Int8Grid.Logarithms : Int8Grid.UnitInterval;
        Operand output = lowering.NewResult(node, input.Layout, grid);
        lowering.Emit(
            isLogarithm ? Op.LOG_SOFTMAX : Op.SOFTMAX, [input.Tensor], output,
            isLogarithm ? OperatorOptions.None : new(OptionsType.Softmax, new FlatTable().Set(0, 1f)));
    }

    /// <summary>The first input of a node with the axis of the distribution behind all others.</summary>
    public static Operand ReadWithAxisLast(Node node, GraphLowering lowering, Quantization? grid)
    {
        Value x = node.Input(0);
        int axis = SoftmaxOperator.AxisOf(node);
        Layout layout = lowering.PlainLayoutOf(x);
        if (layout.Order[^1] != axis)
        {
            layout = Layout.Of([.. layout.Order.Where(a => a != axis), axis]);
        }

        return lowering.Read(x, layout, grid);
    }
}
