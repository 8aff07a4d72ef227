using System.Numerics;

namespace PocketFlow.Search;

/// <summary>What is fitted thoroughly, from several starts: fits to a few more observations start from here.</summary>
/// <param name="WarpOffset">Of the <see cref="ValueWarp"/>.</param>
/// <param name="Parameters">Of the kernel.</param>
internal sealed record Anchor(double WarpOffset, KernelParameters Parameters)
{
    /// <summary>How many of the first observations the anchor of all is fitted to: more than 7/8 of them.</summary>
    /// <remarks>A function of the count alone, so that a study that goes on finds what it had before.</remarks>
    public static int CountOf(int observations)
    {
        int step = 1 << BitOperations.Log2((uint)Math.Max(1, observations / 8));
        return observations / step * step;
    }
}
