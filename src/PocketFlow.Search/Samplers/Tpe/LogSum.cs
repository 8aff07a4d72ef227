using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PocketFlow.Search;

/// <summary>Sums of numbers that are known by their logarithms.</summary>
internal static class LogSum
{
    /// <summary>log Σ exp(t), where no exponential overflows.</summary>
    /// <param name="logs">At least one; one of them is finite.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Of(ReadOnlySpan<double> logs)
    {
        double largest = Largest(logs), sum = 0;
        Vector256<double> sums = Vector256<double>.Zero, shift = Vector256.Create(largest);
        int width = Vector256<double>.Count, done = 0;
        for (; done <= logs.Length - width; done += width)
        {
            sums += Vector256.Exp(Vector256.Create(logs[done..]) - shift);
        }

        for (; done < logs.Length; done++)
        {
            sum += Math.Exp(logs[done] - largest);
        }

        return largest + Math.Log(sum + Vector256.Sum(sums));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Largest(ReadOnlySpan<double> numbers)
    {
        double largest = double.NegativeInfinity;
        foreach (double number in numbers)
        {
            largest = number > largest ? number : largest;
        }

        return largest;
    }
}
