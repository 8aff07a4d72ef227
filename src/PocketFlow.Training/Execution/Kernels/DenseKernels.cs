using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Matrix products.</summary>
internal static class DenseKernels
{
    public static Tensor Gemm(KernelContext context)
    {
        var attributes = context.Node.Attributes;
        Tensor input = context.Input(0);
        Tensor weight = context.Input(1);
        if (attributes.Int("transA", 0) != 0)
        {
            input = input.Transpose(0, 1);
        }

        float alpha = attributes.Float("alpha", 1);
        float beta = attributes.Float("beta", 1);
        bool isPlain = alpha == 1 && beta == 1 && GemmOperator.IsTransposed(context.Node);
        if (isPlain && context.InputOrNull(2) is null or { Dimensions: 1 })
        {
            return input.Linear(weight, context.InputOrNull(2));
        }

        Tensor product = input.Matmul(GemmOperator.IsTransposed(context.Node) ? weight.Transpose(0, 1) : weight);
        product = alpha == 1 ? product : product.Mul(alpha);
        return context.InputOrNull(2) is not { } addend ? product
            : product.Add(beta == 1 ? addend : addend.Mul(beta));
    }

    public static Tensor MatMul(KernelContext context) => context.Input(0).Matmul(context.Input(1));
}
