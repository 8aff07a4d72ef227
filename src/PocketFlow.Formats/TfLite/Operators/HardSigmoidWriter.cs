using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// <c>clip(αx + β, 0, 1)</c>, which TFLite lacks, as <c>relu6(6αx + 6β) / 6</c>: all of it is accelerated, and for
/// α = 1/6 the first product falls away.
/// </summary>
internal sealed class HardSigmoidWriter() : OperatorWriter("HardSigmoid")
{
    public override bool HasInteger(Node node) => false;

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        Operand input = lowering.Read(x, lowering.LayoutOf(x), null);
        float slope = 6 * node.Attributes.Float("alpha", 0.2f);
        float shift = 6 * node.Attributes.Float("beta", 0.5f);
        // The nearest float to 1/6, times 6, is 1.
        if (slope != 1)
        {
            input = Step(Op.MUL, OptionsType.Mul, node, lowering, input, slope, FusedActivation.None);
        }

        Operand clipped = Step(Op.ADD, OptionsType.Add, node, lowering, input, shift, FusedActivation.Relu6);
        Operand sixth = lowering.Reals("sixth", [1f / 6], [], Layout.Logical(0), null);
        Operand output = lowering.NewResult(node, input.Layout, null);
        lowering.Emit(Op.MUL, [clipped.Tensor, sixth.Tensor], output, new(OptionsType.Mul, new FlatTable()));
    }

    private static Operand Step(
        Op code, OptionsType type, Node node, GraphLowering lowering, Operand input, float operand,
        FusedActivation activation)
    {
        Operand constant = lowering.Reals("operand", [operand], [], Layout.Logical(0), null);
        Operand output = lowering.NewTensor($"{node.Name}/step", input.Dims, input.Layout, null);
        FlatTable options = new FlatTable().SetByte(0, (int)activation);
        lowering.Emit(code, [input.Tensor, constant.Tensor], output, new(type, options));
        return output;
    }
}
