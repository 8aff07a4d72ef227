using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Activations that libtorch has, with ONNX's settings.</summary>
internal static class ActivationKernels
{
    public static Tensor Relu(KernelContext context) =>
        context.CanOverwriteInput ? context.Input(0).ReluInPlace() : context.Input(0).Relu();

    public static Tensor Clip(KernelContext context)
    {
        if (!ActivationOperator.HasConstantBounds(context.Node))
        {
            return context.Input(0).Clamp(context.InputOrNull(1), context.InputOrNull(2));
        }

        (float low, float high) = ActivationOperator.BoundsOf(context.Node);
        return context.Input(0).Clamp(
            float.IsNegativeInfinity(low) ? null : low, float.IsPositiveInfinity(high) ? null : high);
    }

    public static Tensor LeakyRelu(KernelContext context) =>
        context.Input(0).LeakyRelu(context.Node.Attributes.Float("alpha", 0.01f));

    public static Tensor Sigmoid(KernelContext context) => context.Input(0).Sigmoid();

    /// <summary>ONNX defines max(0, min(1, alpha · x + beta)), which is not libtorch's fixed slope.</summary>
    public static Tensor HardSigmoid(KernelContext context)
    {
        float alpha = context.Node.Attributes.Float("alpha", 0.2f);
        float beta = context.Node.Attributes.Float("beta", 0.5f);
        return context.Input(0).Mul(alpha).Add(beta).Clamp(0, 1);
    }

    public static Tensor HardSwish(KernelContext context) => context.Input(0).Hardswish();

    public static Tensor Tanh(KernelContext context) => context.Input(0).Tanh();
}
