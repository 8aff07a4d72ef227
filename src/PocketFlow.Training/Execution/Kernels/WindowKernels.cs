using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>
/// The largest element and the mean of windows over one to three axes. libtorch knows even padding of up to half a window;
/// any other is added beforehand, and its share of a mean is divided out.
/// </summary>
internal static class WindowKernels
{
    public static Tensor Max(KernelContext context)
    {
        Window window = Window.Of(context.Node);
        return IsDirect(window)
            ? OverImage(context.Input(0), window, Max)
            : OverImage(Covered(context.Input(0), window, float.NegativeInfinity), Unpadded(window), Max);
    }

    public static Tensor Average(KernelContext context)
    {
        Window window = Window.Of(context.Node);
        Tensor input = context.Input(0);
        bool countsPads = context.Node.Attributes.Int("count_include_pad", 0) != 0;
        if (IsDirect(window))
        {
            return OverImage(input, window, (image, w) => Average(image, w, countsPads, null));
        }

        Tensor sum = OverImage(Covered(input, window, 0), Unpadded(window), (image, w) => Average(image, w, false, 1));
        for (int axis = 0; axis < window.Kernel.Length; axis++)
        {
            long[] shape = [.. Enumerable.Repeat(1L, sum.Dimensions)];
            shape[axis + 2] = sum.Size(axis + 2);
            float[] factors = [.. Enumerable.Range(0, (int)shape[axis + 2])
                .Select(i => 1f / window.CountAt(i, input.Size(axis + 2), axis, countsPads))];
            sum = sum.Mul(Tensor.FromArray(factors, shape, sum.Device));
        }

        return sum;
    }

    private static bool IsDirect(Window window) => window.PadsBegin.AsSpan().SequenceEqual(window.PadsEnd)
        && window.PadsBegin.Select((p, i) => 2 * p <= window.Kernel[i]).All(isSmall => isSmall);

    private static Window Unpadded(Window window)
    {
        long[] none = new long[window.Kernel.Length];
        return window with { PadsBegin = none, PadsEnd = none, CeilMode = false };
    }

    /// <summary>The input with exactly the border that the windows read.</summary>
    private static Tensor Covered(Tensor input, Window window, float border)
    {
        long[] end = [.. window.PadsEnd.Select((_, i) =>
        {
            long size = input.Size(i + 2);
            return window.ReadEnd(size, window.OutputSize(size, i).Size, i);
        })];
        return input.Pad(Padding.InnermostFirst(window.PadsBegin, end), border);
    }

    /// <summary>libtorch pools one axis without a divisor of one's own; as the second of two axes it takes one.</summary>
    private static Tensor OverImage(Tensor input, Window window, Func<Tensor, Window, Tensor> pool) =>
        window.Kernel.Length == 1
            ? pool(input.Unsqueeze(2), window.WithUnitAxis()).Squeeze(2)
            : pool(input, window);

    private static Tensor Max(Tensor image, Window w) => w.Kernel.Length switch
    {
        2 => image.MaxPool2d(w.Kernel, w.Strides, w.PadsBegin, w.Dilations, w.CeilMode),
        3 => image.MaxPool3d(w.Kernel, w.Strides, w.PadsBegin, w.Dilations, w.CeilMode),
        _ => throw TooManyAxes(w),
    };

    private static Tensor Average(Tensor image, Window w, bool countsPads, long? divisor) => w.Kernel.Length switch
    {
        2 => image.AvgPool2d(w.Kernel, w.Strides, w.PadsBegin, w.CeilMode, countsPads, divisor),
        3 => image.AvgPool3d(w.Kernel, w.Strides, w.PadsBegin, w.CeilMode, countsPads, divisor),
        _ => throw TooManyAxes(w),
    };

    private static UnsupportedOperatorException TooManyAxes(Window window) =>
        new("The training engine", [$"windows over {window.Kernel.Length} axes"]);
}
