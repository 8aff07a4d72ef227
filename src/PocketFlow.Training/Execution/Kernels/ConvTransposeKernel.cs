using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>
/// Transposed convolution over one to three axes. Where pads differ at the two ends, or more is added than libtorch
/// allows, the whole result is computed and cut afterwards.
/// </summary>
internal static class ConvTransposeKernel
{
    public static Tensor Run(KernelContext context)
    {
        TransposedWindow geometry = TransposedWindow.Of(context.Node);
        Window window = geometry.Window;
        Tensor? bias = context.InputOrNull(2);
        if (IsDirect(geometry))
        {
            return Spread(context, window, bias, window.PadsBegin, geometry.OutputPadding);
        }

        long[] none = new long[window.Kernel.Length];
        Tensor whole = Spread(context, window, null, none, none);
        long[] begin = [.. window.PadsBegin.Select(p => -p)];
        long[] end = [.. window.PadsEnd.Zip(geometry.OutputPadding, (p, added) => added - p)];
        // Negative pads cut.
        Tensor result = whole.Pad(Padding.InnermostFirst(begin, end), 0);
        return bias is null ? result : result.Add(bias.Reshape([-1, .. none.Select(_ => 1L)]));
    }

    private static bool IsDirect(TransposedWindow geometry)
    {
        Window window = geometry.Window;
        return window.PadsBegin.AsSpan().SequenceEqual(window.PadsEnd) && geometry.OutputPadding
            .Select((added, i) => added < Math.Max(window.Strides[i], window.Dilations[i])).All(isSmall => isSmall);
    }

    private static Tensor Spread(KernelContext context, Window window, Tensor? bias, long[] padding, long[] added)
    {
        Tensor input = context.Input(0);
        Tensor weight = context.Input(1);
        long group = ConvTransposeOperator.GroupOf(context.Node);
        return window.Kernel.Length switch
        {
            1 => input.ConvTranspose1d(weight, bias, window.Strides, padding, added, group, window.Dilations),
            2 => input.ConvTranspose2d(weight, bias, window.Strides, padding, added, group, window.Dilations),
            3 => input.ConvTranspose3d(weight, bias, window.Strides, padding, added, group, window.Dilations),
            _ => throw new UnsupportedOperatorException(
                "The training engine", [$"ConvTranspose '{context.Node.Name}' over {window.Kernel.Length} axes"]),
        };
    }
}
