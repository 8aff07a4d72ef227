using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// The position of the largest or smallest element; the operator drops the axis, a reshape brings it back.
/// </summary>
internal sealed class ArgReduceWriter() : OperatorWriter("ArgMax", "ArgMin")
{
    public override bool Accepts(ElementType type) => type is ElementType.Int32 or ElementType.Int64;

    public override string? Refuse(Node node) =>
        ArgReduceOperator.SelectsLast(node) ? "the last of equal elements"
        : node.Input(0).Type is not (ElementType.Float32 or ElementType.Int32) ? $"{node.Input(0).Type} are compared"
        : null;

    public override bool HasInteger(Node node) => false;

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        Operand input = lowering.Read(x, lowering.PlainLayoutOf(x), null);
        int axis = ArgReduceOperator.AxisOf(node);
        if (!ReduceOperator.KeepsAxes(node))
        {
            Operand output = lowering.NewResult(node, ReduceWriter.LayoutWithout(input.Layout, [axis]), null);
            Emit(node.OpType == "ArgMax", lowering, input, axis, output);
            return;
        }

        long[] dims = [.. input.Dims.Where((_, a) => a != axis)];
        Operand dropped = lowering.NewTensor(
            $"{node.Name}/position", dims, ReduceWriter.LayoutWithout(input.Layout, [axis]), null,
            TfLiteTensorType.Int64);
        Emit(node.OpType == "ArgMax", lowering, input, axis, dropped);
        lowering.EmitReshape(dropped, lowering.NewResult(node, input.Layout, null));
    }

    /// <summary>Adds the operator; the type of the positions is the output's.</summary>
    public static void Emit(bool isLargest, GraphLowering lowering, Operand input, int axis, Operand output)
    {
        int position = lowering.Int32("axis", input.Layout.PhysicalAxis(axis));
        FlatTable options = new FlatTable().SetByte(0, (int)lowering.TypeOf(output));
        lowering.Emit(
            isLargest ? Op.ARG_MAX : Op.ARG_MIN, [input.Tensor, position], output,
            new(isLargest ? OptionsType.ArgMax : OptionsType.ArgMin, options));
    }
}
