using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Two-dimensional convolution; padding that differs at the two ends is added beforehand.</summary>
internal static class ConvKernel
{
    public static Tensor Run(KernelContext context)
    {
        Window window = ConvOperator.WindowOf(context.Node);
        Tensor input = context.Input(0);
        long[] padding = window.PadsBegin;
        if (!window.PadsBegin.AsSpan().SequenceEqual(window.PadsEnd))
        {
            input = input.Pad(Padding.InnermostFirst(window.PadsBegin, window.PadsEnd), 0);
            padding = new long[padding.Length];
        }

        return input.Conv2d(
            context.Input(1), context.InputOrNull(2), window.Strides, padding, window.Dilations,
            context.Node.Attributes.Int("group", 1));
    }
}
