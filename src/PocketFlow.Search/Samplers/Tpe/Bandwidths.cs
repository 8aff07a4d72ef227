using System.Runtime.CompilerServices;

namespace PocketFlow.Search;

/// <summary>How wide the kernels at observations are.</summary>
internal static class Bandwidths
{
    /// <summary>Kernels are never narrower than this share of the range.</summary>
    private const double Least = 0.01;

    /// <summary>Writes the larger distance to a neighbour, the outer observations counting only their inner one, within
    /// bounds (Watanabe 2023, section 3.3.4).</summary>
    /// <param name="places">Observations on the axis, in the order of trials; of equal ones the earlier is the lower.</param>
    /// <param name="axis">The range, which is the upper bound.</param>
    /// <param name="sharpness">The lower bound is the range over the number of kernels, the prior and one more, to this
    /// power.</param>
    /// <param name="bandwidths">One per observation.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(ReadOnlySpan<double> places, NumericAxis axis, double sharpness, Span<double> bandwidths)
    {
        int last = places.Length - 1;
        double range = axis.High - axis.Low, least = range * Math.Max(Least, Math.Pow(last + 3, -sharpness));
        double[] sorted = places.ToArray();
        int[] order = Sort(sorted);
        for (int i = 0; i <= last; i++)
        {
            double before = sorted[i] - (i > 0 ? sorted[i - 1] : axis.Low);
            double after = (i < last ? sorted[i + 1] : axis.High) - sorted[i];
            double distance = last == 0 || (i > 0 && i < last) ? Math.Max(before, after) : i == 0 ? after : before;
            bandwidths[order[i]] = Math.Clamp(distance, least, range);
        }
    }

    /// <summary>Sorts numbers; gives their former positions, which ascend among equal ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] Sort(double[] numbers)
    {
        var order = new int[numbers.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(numbers, order);
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && numbers[end] == numbers[start];)
            {
                end++;
            }

            if (end - start > 1)
            {
                Array.Sort(order, start, end - start);
            }
        }

        return order;
    }
}
