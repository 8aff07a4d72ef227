using System.Runtime.CompilerServices;
using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>A density over a space: a weighted sum of one product of kernels per trial and of a prior.</summary>
internal sealed class ParzenEstimator
{
    private const int Recent = 25;
    private readonly double[] _logWeights;
    private readonly double[] _sums;

    private ParzenEstimator(double[] weights, IKernels[] parameters)
    {
        (Weights, Parameters, _sums) = (weights, parameters, new double[weights.Length]);
        _logWeights = [.. weights.Select(w => Math.Log(w))];
    }

    /// <summary>One per kernel, the prior's last; their sum is 1.</summary>
    public double[] Weights { get; }

    /// <summary>The kernels of each parameter, in the order of the space.</summary>
    public IReadOnlyList<IKernels> Parameters { get; }

    /// <summary>Estimates the density of points.</summary>
    /// <param name="points">In the order of trials; of each, values in the order of the space.</param>
    /// <param name="space">At least one parameter.</param>
    /// <param name="isWeighted">Whether old trials count less.</param>
    /// <param name="sharpness">How fast kernels get narrower as points get more; see <see cref="Bandwidths.Fill"/>.</param>
    public static ParzenEstimator Of(
        IReadOnlyList<double[]> points, SearchSpace space, bool isWeighted = true, double sharpness = 1)
    {
        double[] weights = [.. isWeighted ? Ages(points.Count) : Enumerable.Repeat(1.0, points.Count), 1];
        double sum = weights.Sum();
        return new ParzenEstimator(
            [.. weights.Select(w => w / sum)],
            [.. space.Select((p, i) => Kernels(p.Value, Column(points, i), sharpness))]);
    }

    /// <summary>A point, in the order of the space.</summary>
    public double[] Draw(ref SeededRandom random)
    {
        double left = random.NextDouble();
        int kernel = 0;
        while (kernel < Weights.Length - 1 && (left -= Weights[kernel]) >= 0)
        {
            kernel++;
        }

        var point = new double[Parameters.Count];
        for (int i = 0; i < point.Length; i++)
        {
            point[i] = Parameters[i].Draw(kernel, ref random);
        }

        return point;
    }

    /// <summary>The logarithm of the density of a point; logarithmic parameters count by their logarithms.</summary>
    public double LogDensity(double[] point)
    {
        _logWeights.CopyTo(_sums, 0);
        for (int i = 0; i < point.Length; i++)
        {
            Parameters[i].AddLogDensities(point[i], _sums);
        }

        return LogSum.Of(_sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] Column(IReadOnlyList<double[]> points, int parameter)
    {
        var column = new double[points.Count];
        for (int i = 0; i < column.Length; i++)
        {
            column[i] = points[i][parameter];
        }

        return column;
    }

    /// <summary>Weights that rise from 1/n to 1; the latest 25 count fully.</summary>
    private static IEnumerable<double> Ages(int count) => Enumerable.Range(0, count).Select(i =>
        i >= count - Recent ? 1
        : count - Recent == 1 ? 1.0 / count
        : 1.0 / count + i * (1 - 1.0 / count) / (count - Recent - 1));

    private static IKernels Kernels(Distribution distribution, double[] observed, double sharpness) =>
        distribution is CategoricalDistribution categories
            ? new CategoricalKernels(categories, observed)
            : new NumericKernels(new NumericAxis(distribution), observed, sharpness);
}
