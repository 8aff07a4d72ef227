using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Other element types; reals on a grid are made float first.</summary>
internal sealed class CastWriter() : OperatorWriter("Cast", "CastLike")
{
    public override bool Accepts(ElementType type) => ElementTypeMap.IsExpressible(type);

    public override bool HasInteger(Node node) => false;

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        Operand input = lowering.Read(x, lowering.LayoutOf(x), null);
        if (x.Type == node.Output.Type)
        {
            lowering.Define(node.Output, input);
            return;
        }

        Emit(lowering, input, lowering.NewResult(node, input.Layout, null));
    }

    /// <summary>Adds a conversion between the types of two tensors.</summary>
    public static void Emit(GraphLowering lowering, Operand input, Operand output)
    {
        FlatTable options = new FlatTable()
            .SetByte(0, (int)lowering.TypeOf(input)).SetByte(1, (int)lowering.TypeOf(output));
        lowering.Emit(Op.CAST, [input.Tensor], output, new(OptionsType.Cast, options));
    }
}
