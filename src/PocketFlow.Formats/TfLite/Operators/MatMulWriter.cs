using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Matrix products: with a constant matrix on the right a dense layer, otherwise BATCH_MATMUL.</summary>
internal sealed class MatMulWriter() : OperatorWriter("MatMul")
{
    private const int LargestRank = 5;

    public override string? Refuse(Node node) =>
        node.Input(0).IsInitializer && node.Input(1).IsInitializer ? "both factors are constant"
        : node.Output.KnownShape.Rank > LargestRank ? $"more than {LargestRank} axes"
        : null;

    /// <summary>Kernels know scales per channel of matrices only.</summary>
    public override bool HasInteger(Node node) => node.Inputs.All(i => i!.Quantization is not null)
        && node.Inputs.All(i => i!.KnownShape.Rank > 1) && (IsDense(node) || node.Input(1).Quantization!.IsPerTensor);

    public override void Write(Node node, GraphLowering lowering)
    {
        if (IsDense(node))
        {
            Layout layout = Layout.Logical(node.Input(0).KnownShape.Rank);
            DenseLayer.Write(node, lowering, lowering.Read(node.Input(0), layout, lowering.GridOf(node, 0)), [1, 0]);
            return;
        }

        Operand a = Matrix(node, 0, lowering);
        Operand b = Matrix(node, 1, lowering);
        long[] dims = node.Output.KnownShape.ToArray();
        if (node.Inputs.All(i => i!.KnownShape.Rank > 1))
        {
            Quantization? grid = lowering.ResultGridOf(node);
            DenseLayer.Multiply(lowering, a, b, lowering.NewResult(node, Layout.Logical(dims.Length), grid));
            return;
        }

        // Vectors are matrices of one row or column, which the result lacks again.
        long[] whole = Whole(node, dims);
        Operand product = lowering.NewTensor($"{node.Name}/product", whole, Layout.Logical(whole.Length), null);
        DenseLayer.Multiply(lowering, a, b, product);
        lowering.Define(node.Output, lowering.Reshape(product, dims, Layout.Logical(dims.Length), node.Name));
    }

    private static bool IsDense(Node node) =>
        node.Input(1) is { IsInitializer: true, KnownShape.Rank: 2 } && node.Input(0).KnownShape.Rank > 1;

    private static long[] Whole(Node node, long[] dims)
    {
        bool isRow = node.Input(0).KnownShape.Rank == 1;
        return isRow && node.Input(1).KnownShape.Rank == 1 ? [1, 1]
            : isRow ? [.. dims[..^1], 1, dims[^1]]
            : [.. dims, 1];
    }

    private static Operand Matrix(Node node, int index, GraphLowering lowering)
    {
        Value value = node.Input(index);
        long[] dims = value.KnownShape.ToArray();
        Operand operand = lowering.Read(value, Layout.Logical(dims.Length), lowering.GridOf(node, index));
        return dims.Length > 1 ? operand
            : lowering.Reshape(
                operand, index == 0 ? [1, dims[0]] : [dims[0], 1], Layout.Logical(2), $"{node.Name}/matrix");
    }
}
