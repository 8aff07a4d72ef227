using PocketFlow.Graphs;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>A rectifier with a constant slope below zero; the slope has all axes but the batch.</summary>
internal sealed class PReluWriter() : OperatorWriter("PRelu")
{
    public override string? Refuse(Node node) =>
        !node.Input(1).IsInitializer ? "its slope is computed"
        : SlopeDims(node)[0] != 1 || node.Input(0).KnownShape.Rank < 2 ? "its slope differs along the batch" : null;

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        Operand input = lowering.Read(x, lowering.PlainLayoutOf(x), lowering.GridOf(node, 0));
        // The batch comes first in every layout that is not made by hand.
        input = input.Layout.Order[0] == 0 ? input : lowering.Read(x, Layout.Logical(input.Layout.Rank), input.Grid);
        long[] dims = SlopeDims(node);
        float[] slope = node.ConstantOrNull(1)!.ToFloats();
        Quantization? grid = input.Grid is null ? null : Quantization.Affine(slope.Min(), slope.Max());
        float[] arranged = ElementOrder.Permute<float>(slope, dims, input.Layout.Order);
        long[] physical = input.Layout.Arrange(dims)[1..];
        int constant = lowering.Reals(
            node.Input(1).Name, arranged, physical, Layout.Logical(physical.Length), grid).Tensor;
        Operand output = lowering.NewResult(node, input.Layout, lowering.ResultGridOf(node));
        lowering.Emit(Op.PRELU, [input.Tensor, constant], output);
    }

    private static long[] SlopeDims(Node node)
    {
        long[] dims = node.Input(1).KnownShape.ToArray();
        return [.. Enumerable.Repeat(1L, node.Input(0).KnownShape.Rank - dims.Length), .. dims];
    }
}
