using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Borders that hold a constant or mirror the data; what else is copied is picked axis by axis.</summary>
internal sealed class PadWriter() : OperatorWriter("Pad")
{
    public override string? Refuse(Node node) =>
        node.InputOrNull(2) is { IsInitializer: false } && PadOperator.ModeOf(node) == "constant"
            ? "its constant is computed"
            : null;

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        Operand input = lowering.Read(x, lowering.PlainLayoutOf(x), lowering.GridOf(node, 0));
        (long[] begin, long[] end) = PadOperator.PadsOf(node);
        begin = input.Layout.Arrange(begin);
        end = input.Layout.Arrange(end);
        bool isConstant = PadOperator.ModeOf(node) == "constant";
        if (isConstant)
        {
            input = CutNegative(node, lowering, input, begin, end);
        }
        else if (!IsMirror(node, input.PhysicalDims, begin, end))
        {
            PickPositions(node, lowering, input);
            return;
        }

        Operand output = lowering.NewResult(node, input.Layout, input.Grid);
        if (isConstant)
        {
            lowering.EmitPad(input, output, begin, end, PadOperator.ConstantOf(node));
            return;
        }

        int pads = lowering.Pads(begin, end);
        lowering.Emit(Op.MIRROR_PAD, [input.Tensor, pads], output, new(OptionsType.MirrorPad, new FlatTable()));
    }

    private static bool IsMirror(Node node, long[] dims, long[] begin, long[] end) =>
        PadOperator.ModeOf(node) == "reflect" && begin.Concat(end).All(p => p >= 0)
        && dims.Select((d, i) => Math.Max(begin[i], end[i]) < d).All(fits => fits);

    /// <summary>Cuts what negative pads cut, and leaves the others.</summary>
    private static Operand CutNegative(Node node, GraphLowering lowering, Operand input, long[] begin, long[] end)
    {
        for (int axis = 0; axis < begin.Length; axis++)
        {
            (long front, long back) = (Math.Max(0, -begin[axis]), Math.Max(0, -end[axis]));
            if (front + back > 0)
            {
                long left = input.PhysicalDims[axis] - front - back;
                input = lowering.Cut(input, axis, front, left, node.Name);
                (begin[axis], end[axis]) = (Math.Max(0, begin[axis]), Math.Max(0, end[axis]));
            }
        }

        return input;
    }

    private static void PickPositions(Node node, GraphLowering lowering, Operand input)
    {
        (long[] begin, long[] end) = PadOperator.PadsOf(node);
        Operand result = input;
        for (int axis = 0; axis < begin.Length; axis++)
        {
            if (begin[axis] != 0 || end[axis] != 0)
            {
                long[] positions = PadOperator.CopiedPositions(node, axis, input.Dims[axis]);
                result = lowering.Pick(result, input.Layout.PhysicalAxis(axis), positions, node.Name);
            }
        }

        lowering.Define(node.Output, result);
    }
}
