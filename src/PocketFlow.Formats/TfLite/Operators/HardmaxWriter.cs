using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>1 at the first of the largest elements: the position of the largest, spread out again.</summary>
internal sealed class HardmaxWriter() : OperatorWriter("Hardmax")
{
    public override bool HasInteger(Node node) => false;

    public override void Write(Node node, GraphLowering lowering)
    {
        Operand input = SoftmaxWriter.ReadWithAxisLast(node, lowering, null);
        int axis = SoftmaxOperator.AxisOf(node);
        Operand position = lowering.NewTensor(
            $"{node.Name}/position", [.. input.Dims.Where((_, a) => a != axis)],
            ReduceWriter.LayoutWithout(input.Layout, [axis]), null, TfLiteTensorType.Int32);
        ArgReduceWriter.Emit(isLargest: true, lowering, input, axis, position);
        int depth = lowering.Int32("depth", input.Dims[axis]);
        int on = lowering.Reals("on", [1], [], Layout.Logical(0), null).Tensor;
        int off = lowering.Reals("off", [0], [], Layout.Logical(0), null).Tensor;
        lowering.Emit(
            Op.ONE_HOT, [position.Tensor, depth, on, off], lowering.NewResult(node, input.Layout, null),
            new(OptionsType.OneHot, new FlatTable().Set(0, -1)));
    }
}
