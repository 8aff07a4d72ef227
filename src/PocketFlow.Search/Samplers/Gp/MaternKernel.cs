using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PocketFlow.Search;

/// <summary>The Matérn covariance of smoothness 5/2 with a length-scale per dimension (Rasmussen and Williams, 2006,
/// "Gaussian Processes for Machine Learning", equation 4.17). Categories are 0 or 1 apart.</summary>
internal static class MaternKernel
{
    private static readonly double s_root5 = Math.Sqrt(5);

    /// <summary>Covariances of a point with the first ones of many.</summary>
    /// <param name="point">Its coordinates.</param>
    /// <param name="others">The many.</param>
    /// <param name="parameters">Of the kernel.</param>
    /// <param name="covariances">One per point; as long as points are wanted.</param>
    /// <param name="slopes">Derivatives by the squared scaled distance; empty where not wanted.</param>
    public static void Evaluate(
        ReadOnlySpan<double> point, ObservedPoints others, KernelParameters parameters, Span<double> covariances,
        Span<double> slopes)
    {
        covariances.Clear();
        for (int d = 0; d < others.Dimensions; d++)
        {
            AddDistances(
                point[d], others.Column(d)[..covariances.Length], others.IsCategorical[d], parameters.Relevances[d],
                covariances);
        }

        Transform(covariances, slopes, parameters.Scale);
    }

    /// <summary>The sum of weight · relevance · (x - other)² over others: the gradient by a relevance.</summary>
    public static double WeightedDistances(
        double coordinate, ReadOnlySpan<double> others, bool isCategorical, double relevance,
        ReadOnlySpan<double> weights)
    {
        Vector256<double> at = Vector256.Create(coordinate), sum = default;
        ReadOnlySpan<Vector256<double>> blocks = MemoryMarshal.Cast<double, Vector256<double>>(others);
        ReadOnlySpan<Vector256<double>> weightBlocks = MemoryMarshal.Cast<double, Vector256<double>>(weights);
        for (int i = 0; i < blocks.Length; i++)
        {
            sum += weightBlocks[i] * Distances(at, blocks[i], isCategorical);
        }

        double total = Vector256.Sum(sum);
        for (int i = blocks.Length * 4; i < others.Length; i++)
        {
            total += weights[i] * Distance(coordinate, others[i], isCategorical);
        }

        return relevance * total;
    }

    private static void AddDistances(
        double coordinate, ReadOnlySpan<double> others, bool isCategorical, double relevance, Span<double> sums)
    {
        Vector256<double> at = Vector256.Create(coordinate);
        ReadOnlySpan<Vector256<double>> blocks = MemoryMarshal.Cast<double, Vector256<double>>(others);
        Span<Vector256<double>> sumBlocks = MemoryMarshal.Cast<double, Vector256<double>>(sums);
        for (int i = 0; i < sumBlocks.Length; i++)
        {
            sumBlocks[i] += relevance * Distances(at, blocks[i], isCategorical);
        }

        for (int i = sumBlocks.Length * 4; i < sums.Length; i++)
        {
            sums[i] += relevance * Distance(coordinate, others[i], isCategorical);
        }
    }

    private static Vector256<double> Distances(Vector256<double> at, Vector256<double> others, bool isCategorical)
    {
        Vector256<double> difference = at - others;
        return isCategorical
            ? Vector256.AndNot(Vector256<double>.One, Vector256.Equals(at, others))
            : difference * difference;
    }

    private static double Distance(double at, double other, bool isCategorical) =>
        isCategorical ? at == other ? 0 : 1 : (at - other) * (at - other);

    private static void Transform(Span<double> values, Span<double> slopes, double scale)
    {
        Span<Vector256<double>> blocks = MemoryMarshal.Cast<double, Vector256<double>>(values);
        Span<Vector256<double>> slopeBlocks = MemoryMarshal.Cast<double, Vector256<double>>(slopes);
        for (int i = 0; i < blocks.Length; i++)
        {
            Vector256<double> r = Vector256.Sqrt(blocks[i]) * s_root5;
            Vector256<double> decay = Vector256.Exp(-r) * scale;
            Vector256<double> linear = (r + Vector256<double>.One) * decay;
            blocks[i] = linear + r * r * (1.0 / 3) * decay;
            if (!slopes.IsEmpty)
            {
                slopeBlocks[i] = linear * (-5.0 / 6);
            }
        }

        for (int i = blocks.Length * 4; i < values.Length; i++)
        {
            double r = Math.Sqrt(values[i]) * s_root5, decay = Math.Exp(-r) * scale;
            values[i] = (1 + r + r * r / 3) * decay;
            if (!slopes.IsEmpty)
            {
                slopes[i] = -5.0 / 6 * (1 + r) * decay;
            }
        }
    }
}
