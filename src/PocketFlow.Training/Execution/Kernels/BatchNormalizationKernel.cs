using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Batch normalisation; while training, running statistics move by 1 − momentum (ONNX counts it so).</summary>
internal static class BatchNormalizationKernel
{
    public static Tensor Run(KernelContext context) => context.Input(0).BatchNorm(
        context.Input(1), context.Input(2), context.Input(3), context.Input(4), context.IsTraining,
        1 - context.Node.Attributes.Float("momentum", 0.9f), BatchNormalizationOperator.EpsilonOf(context.Node));
}
