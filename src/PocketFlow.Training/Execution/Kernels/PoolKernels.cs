using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Means and largest elements over whole axes.</summary>
internal static class PoolKernels
{
    public static Tensor GlobalAverage(KernelContext context)
    {
        int rank = context.Node.Input(0).KnownShape.Rank;
        return context.Input(0).Mean([.. Enumerable.Range(2, rank - 2).Select(i => (long)i)], keepAxis: true);
    }

    public static Tensor GlobalMax(KernelContext context)
    {
        int rank = context.Node.Input(0).KnownShape.Rank;
        return context.Input(0).Amax([.. Enumerable.Range(2, rank - 2).Select(i => (long)i)], keepAxis: true);
    }
}
