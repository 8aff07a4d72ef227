using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Convolution over one to three axes; padding that differs at the two ends is added beforehand.</summary>
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

        Tensor weight = context.Input(1);
        Tensor? bias = context.InputOrNull(2);
        (long[] strides, long[] dilations) = (window.Strides, window.Dilations);
        long group = context.Node.Attributes.Int("group", 1);
        return window.Kernel.Length switch
        {
            1 => input.Conv1d(weight, bias, strides, padding, dilations, group),
            2 => input.Conv2d(weight, bias, strides, padding, dilations, group),
            3 => input.Conv3d(weight, bias, strides, padding, dilations, group),
            _ => throw new UnsupportedOperatorException(
                "The training engine", [$"Conv '{context.Node.Name}' over {window.Kernel.Length} axes"]),
        };
    }
}
