namespace PocketFlow.Search;

/// <summary>The sum of utilities as a function of a point: what the next trial should have most of.</summary>
/// <param name="terms">Utilities with the processes that each is about.</param>
internal sealed class Acquisition(IReadOnlyList<(IUtility Utility, GaussianProcess[] Processes)> terms)
{
    /// <summary>Added to variances, as a candidate can be an observed point.</summary>
    private const double LeastVariance = 1e-12;

    /// <summary>Length-scales of the first process, by which searches measure distances.</summary>
    public double[] LengthScales { get; } =
        [.. terms[0].Processes[0].Parameters.Relevances.Select(r => 1 / Math.Sqrt(r))];

    /// <summary>The values at points.</summary>
    public double[] Evaluate(IReadOnlyList<double[]> points)
    {
        var values = new double[points.Count];
        foreach ((IUtility utility, GaussianProcess[] processes) in terms)
        {
            int m = processes.Length;
            double[][] means = [.. processes.Select(_ => new double[points.Count])];
            double[][] variances = [.. processes.Select(_ => new double[points.Count])];
            for (int k = 0; k < m; k++)
            {
                processes[k].Predict(points, means[k], variances[k]);
            }

            double[] mean = new double[m], variance = new double[m], unused = new double[m], alike = new double[m];
            for (int i = 0; i < values.Length; i++)
            {
                for (int k = 0; k < m; k++)
                {
                    (mean[k], variance[k]) = (means[k][i], variances[k][i] + LeastVariance);
                }

                values[i] += utility.Evaluate(mean, variance, unused, alike);
            }
        }

        return values;
    }

    /// <summary>The value at a point and its gradient.</summary>
    public double Evaluate(double[] point, Span<double> gradient)
    {
        gradient.Clear();
        double sum = 0;
        int n = point.Length;
        foreach ((IUtility utility, GaussianProcess[] processes) in terms)
        {
            int m = processes.Length;
            double[] means = new double[m], variances = new double[m], byMean = new double[m], byVariance = new double[m];
            double[] meanGradients = new double[m * n], varianceGradients = new double[m * n];
            for (int k = 0; k < m; k++)
            {
                (means[k], double variance) = processes[k].Predict(
                    point, meanGradients.AsSpan(k * n, n), varianceGradients.AsSpan(k * n, n));
                variances[k] = variance + LeastVariance;
            }

            sum += utility.Evaluate(means, variances, byMean, byVariance);
            for (int i = 0; i < m * n; i++)
            {
                gradient[i % n] += byMean[i / n] * meanGradients[i] + byVariance[i / n] * varianceGradients[i];
            }
        }

        return sum;
    }
}
