using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Windows and means over the spatial axes.</summary>
internal static class PoolKernels
{
    public static Tensor Max(KernelContext context)
    {
        Window window = Window.Of(context.Node);
        Tensor input = Padded(context.Input(0), window, float.NegativeInfinity, out long[] padding);
        return input.MaxPool2d(window.Kernel, window.Strides, padding, window.Dilations, window.CeilMode);
    }

    public static Tensor Average(KernelContext context)
    {
        Window window = Window.Of(context.Node);
        bool countsPadding = context.Node.Attributes.Int("count_include_pad", 0) != 0;
        bool isEven = window.PadsBegin.AsSpan().SequenceEqual(window.PadsEnd);
        if (!isEven && !countsPadding)
        {
            throw new UnsupportedOperatorException(
                "The training engine", [$"AveragePool '{context.Node.Name}' with uneven padding that is not counted"]);
        }

        Tensor input = Padded(context.Input(0), window, 0, out long[] padding);
        return input.AvgPool2d(window.Kernel, window.Strides, padding, window.CeilMode, countsPadding);
    }

    public static Tensor GlobalAverage(KernelContext context)
    {
        int rank = context.Node.Input(0).KnownShape.Rank;
        return context.Input(0).Mean([.. Enumerable.Range(2, rank - 2).Select(i => (long)i)], keepAxis: true);
    }

    public static Tensor ReduceMean(KernelContext context) => context.Input(0).Mean(
        Array.ConvertAll(ReduceMeanOperator.AxesOf(context.Node), a => (long)a),
        ReduceMeanOperator.KeepsAxes(context.Node));

    private static Tensor Padded(Tensor input, Window window, float fill, out long[] padding)
    {
        if (window.PadsBegin.AsSpan().SequenceEqual(window.PadsEnd))
        {
            padding = window.PadsBegin;
            return input;
        }

        padding = new long[window.PadsBegin.Length];
        return input.Pad(Padding.InnermostFirst(window.PadsBegin, window.PadsEnd), fill);
    }
}
