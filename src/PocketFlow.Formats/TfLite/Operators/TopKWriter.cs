using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// The largest elements along the tensor's last axis, with indices of 32 bits that are widened; the smallest are the
/// largest of the negated input.
/// </summary>
internal sealed class TopKWriter() : OperatorWriter("TopK")
{
    public override bool Accepts(ElementType type) => type is ElementType.Int64;

    public override bool HasInteger(Node node) => TopKOperator.TakesLargest(node);

    public override string? Refuse(Node node) => node.Input(0).Type == ElementType.Float32
        ? null
        : $"its input is {node.Input(0).Type}, written is Float32";

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        int axis = TopKOperator.AxisOf(node);
        Layout layout = lowering.PlainLayoutOf(x);
        layout = layout.Order[^1] == axis ? layout : Layout.Of([.. layout.Order.Where(a => a != axis), axis]);
        Operand input = lowering.Read(x, layout, lowering.GridOf(node, 0));
        bool takesLargest = TopKOperator.TakesLargest(node);
        long[] dims = node.Output.KnownShape.ToArray();
        Operand values = takesLargest
            ? lowering.NewResult(node.Output, layout, input.Grid)
            : lowering.NewTensor($"{node.Name}/negated", dims, layout, null);
        Operand indices = lowering.NewTensor($"{node.Name}/indices", dims, layout, null, TfLiteTensorType.Int32);
        int count = lowering.Int32("count", TopKOperator.CountOf(node));
        int source = takesLargest ? input.Tensor : Negated(node, lowering, input).Tensor;
        lowering.Emit(Op.TOPK_V2, [source, count], [values, indices], new(OptionsType.TopKV2, new FlatTable()));
        if (!takesLargest)
        {
            Negate(lowering, values, lowering.NewResult(node.Output, layout, null));
        }

        if (node.Outputs.Count > 1)
        {
            CastWriter.Emit(lowering, indices, lowering.NewResult(node.Outputs[1], layout, null));
        }
    }

    private static Operand Negated(Node node, GraphLowering lowering, Operand input)
    {
        Operand negated = lowering.NewTensor($"{node.Name}/input", input.Dims, input.Layout, null);
        Negate(lowering, input, negated);
        return negated;
    }

    private static void Negate(GraphLowering lowering, Operand from, Operand to) =>
        lowering.Emit(Op.NEG, [from.Tensor], to, new(OptionsType.Neg, new FlatTable()));
}
