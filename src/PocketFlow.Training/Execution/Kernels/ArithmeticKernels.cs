using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Arithmetic of two broadcast operands.</summary>
internal static class ArithmeticKernels
{
    public static Tensor Add(KernelContext context) => context.Input(0).Add(context.Input(1));

    public static Tensor Sub(KernelContext context) => context.Input(0).Sub(context.Input(1));

    public static Tensor Mul(KernelContext context) => context.Input(0).Mul(context.Input(1));

    public static Tensor Div(KernelContext context) => context.Input(0).Div(context.Input(1));
}
