using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Borders that hold a constant or mirror the data.</summary>
internal sealed class PadWriter() : OperatorWriter("Pad")
{
    public override string? Refuse(Node node)
    {
        (long[] begin, long[] end) = PadOperator.PadsOf(node);
        return begin.Concat(end).Any(p => p < 0) ? "negative pads; use Slice"
            : PadOperator.ModeOf(node) is not ("constant" or "reflect") ? $"the mode '{PadOperator.ModeOf(node)}'"
            : node.InputOrNull(2) is { IsInitializer: false } ? "its constant is computed"
            : null;
    }

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        Operand input = lowering.Read(x, lowering.PlainLayoutOf(x), lowering.GridOf(node, 0));
        (long[] begin, long[] end) = PadOperator.PadsOf(node);
        begin = input.Layout.Arrange(begin);
        end = input.Layout.Arrange(end);
        Operand output = lowering.NewResult(node, input.Layout, input.Grid);
        if (PadOperator.ModeOf(node) == "constant")
        {
            lowering.EmitPad(input, output, begin, end, PadOperator.ConstantOf(node));
            return;
        }

        int pads = lowering.Pads(begin, end);
        lowering.Emit(Op.MIRROR_PAD, [input.Tensor, pads], output, new(OptionsType.MirrorPad, new FlatTable()));
    }
}
