using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace PocketFlow.Search;

/// <summary>The distribution that CMA-ES draws from, N(m, (σ A)² C) with a diagonal A, and its memory. Never changes.</summary>
/// <remarks>Hansen, "The CMA Evolution Strategy: A Tutorial", arXiv 1604.00772, figure 6. A is the margin's (Hamano et al.
/// 2022) and 1 along continuous axes.</remarks>
internal sealed record StrategyState
{
    private StrategyState()
    {
    }

    /// <summary>m: [n].</summary>
    public required double[] Mean { get; init; }

    /// <summary>σ.</summary>
    public required double Sigma { get; init; }

    /// <summary>The diagonal of A: [n].</summary>
    public required double[] Widths { get; init; }

    /// <summary>C: [n, n].</summary>
    public required double[,] Covariance
    {
        get;
        init
        {
            field = value;
            if (value.Length == 0)
            {
                return;
            }

            Evd<double> eigen = Matrix<double>.Build.DenseOfArray(value).Evd(Symmetricity.Symmetric);
            Axes = eigen.EigenVectors.ToArray();
            // Rounding may leave the smallest ones at or below zero.
            Lengths = [.. eigen.EigenValues.Select(v => Math.Sqrt(Math.Max(v.Real, double.Epsilon)))];
        }
    }

    /// <summary>p_σ: [n].</summary>
    public required double[] StepPath { get; init; }

    /// <summary>p_c: [n].</summary>
    public required double[] CovariancePath { get; init; }

    /// <summary>How many generations went into it.</summary>
    public int Updates { get; init; }

    /// <summary>B: eigenvectors of C as columns, [n, n].</summary>
    public double[,] Axes { get; private init; } = new double[0, 0];

    /// <summary>D: square roots of C's eigenvalues, ascending, [n].</summary>
    public double[] Lengths { get; private init; } = [];

    /// <summary>The first state.</summary>
    public static StrategyState Begin(double[] mean, double sigma)
    {
        int n = mean.Length;
        double[,] identity = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            identity[i, i] = 1;
        }

        return new StrategyState
        {
            Mean = mean, Sigma = sigma, Widths = [.. mean.Select(_ => 1.0)], Covariance = identity,
            StepPath = new double[n], CovariancePath = new double[n],
        };
    }

    /// <summary>The standard deviation along an axis of the space.</summary>
    public double Deviation(int axis) => Sigma * Widths[axis] * Math.Sqrt(Covariance[axis, axis]);

    /// <summary>The point of a standard normal one: m + σ A B D z.</summary>
    public double[] Point(ReadOnlySpan<double> normal)
    {
        double[] point = [.. Mean];
        for (int i = 0; i < point.Length; i++)
        {
            double step = 0;
            for (int k = 0; k < point.Length; k++)
            {
                step += Axes[i, k] * Lengths[k] * normal[k];
            }

            point[i] += Sigma * Widths[i] * step;
        }

        return point;
    }

    /// <summary>y of a point: (x − m) / (σ A).</summary>
    public double[] Step(double[] point) => [.. point.Select((x, i) => (x - Mean[i]) / (Sigma * Widths[i]))];

    /// <summary>C^(−1/2) y.</summary>
    public double[] Whitened(double[] step)
    {
        double[] result = new double[step.Length];
        for (int k = 0; k < step.Length; k++)
        {
            double along = 0;
            for (int i = 0; i < step.Length; i++)
            {
                along += Axes[i, k] * step[i];
            }

            for (int i = 0; i < step.Length; i++)
            {
                result[i] += Axes[i, k] * along / Lengths[k];
            }
        }

        return result;
    }
}
