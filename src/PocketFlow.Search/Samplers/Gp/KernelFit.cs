namespace PocketFlow.Search;

/// <summary>Finds the kernel parameters that make observed values and their prior most probable.</summary>
/// <remarks>
/// The logarithm of the marginal likelihood is equation 5.8 of Rasmussen and Williams (2006), its gradient 5.9. Prior, as in
/// Optuna: each relevance l adds -(0.1 / l + 0.1 l), the scale is Gamma(2, 1), the noise Gamma(1.1, 30).
/// </remarks>
internal sealed class KernelFit(ObservedPoints points, double[] values)
{
    private const double LargestLogarithm = 9;
    private const double LeastLogNoise = -23;

    /// <summary>No belief depends on a thousandth in a log-likelihood.</summary>
    private const double LeastGain = 1e-3;
    private readonly double[] _covariances = NewMatrix(points.Count);
    private readonly double[] _slopes = NewMatrix(points.Count);
    private readonly double[] _factor = NewMatrix(points.Count);
    private readonly double[] _factorInverse = NewMatrix(points.Count);
    private readonly double[] _inverse = NewMatrix(points.Count);

    /// <summary>Where searches start: a slow and noisy function, and a faster and exact one.</summary>
    public static IReadOnlyList<KernelParameters> Starts(int dimensions) =>
    [
        new([.. Enumerable.Repeat(1.0, dimensions)], 1, 1e-2), new([.. Enumerable.Repeat(10.0, dimensions)], 1, 1e-4),
    ];

    /// <summary>The best parameters found from several starts, and what <see cref="Evaluate"/> gives for them.</summary>
    public static (KernelParameters Parameters, double Loss) Of(
        ObservedPoints points, double[] values, IReadOnlyList<KernelParameters> starts)
    {
        var fit = new KernelFit(points, values);
        var best = (Parameters: starts[0], Loss: double.PositiveInfinity);
        foreach (double[] start in starts.Select(s => s.ToLogarithms()))
        {
            var minimizer = new BoundedMinimizer(fit.Evaluate)
            {
                Lower = [.. start.Select((_, i) => i == start.Length - 1 ? LeastLogNoise : -LargestLogarithm)],
                Upper = [.. start.Select(_ => LargestLogarithm)], Tolerance = 1e-2, LeastGain = LeastGain,
            };
            (double[] point, double loss) = minimizer.Minimize(start);
            if (loss < best.Loss)
            {
                best = (KernelParameters.OfLogarithms(point), loss);
            }
        }

        return best;
    }

    /// <summary>The negative logarithm of likelihood times prior, up to a constant, and its gradient by the logarithms of
    /// the parameters.</summary>
    public double Evaluate(ReadOnlySpan<double> logarithms, Span<double> gradient)
    {
        KernelParameters parameters = KernelParameters.OfLogarithms(logarithms);
        GaussianProcess.FillCovariances(points, parameters, _covariances, _slopes);
        _covariances.CopyTo(_factor, 0);
        if (CholeskyFactor.Of(_factor, _factorInverse, points.Count) is not { } factor)
        {
            gradient.Clear();
            return double.PositiveInfinity;
        }

        double[] weights = factor.Solve(values);
        factor.FillInverseMatrix(_inverse);
        FillLikelihoodGradient(weights, parameters, gradient);
        return 0.5 * (RowProducts.Dot(values, weights) + factor.LogDeterminant) + Prior(parameters, gradient);
    }

    private void FillLikelihoodGradient(double[] weights, KernelParameters parameters, Span<double> gradient)
    {
        int n = points.Count, dimensions = points.Dimensions;
        gradient.Clear();
        double trace = 0;
        for (int i = 0; i < n; i++)
        {
            // The diagonal counts once, what is below it twice; the half before the trace is in here too.
            Span<double> row = _inverse.AsSpan(i * n, i + 1);
            ReadOnlySpan<double> slopes = _slopes.AsSpan(i * n, i + 1);
            RowProducts.AddScaled(row, weights, -weights[i]);
            row[i] *= 0.5;
            trace += row[i];
            gradient[dimensions] += RowProducts.Dot(row, _covariances.AsSpan(i * n, i + 1)) - row[i] * parameters.Noise;
            RowProducts.Multiply(row, slopes);
            for (int d = 0; d < dimensions; d++)
            {
                ReadOnlySpan<double> column = points.Column(d);
                gradient[d] += MaternKernel.WeightedDistances(
                    column[i], column[..i], points.IsCategorical[d], parameters.Relevances[d], row[..i]);
            }
        }

        gradient[dimensions + 1] = trace * (parameters.Noise - KernelParameters.LeastNoise);
    }

    private static double Prior(KernelParameters parameters, Span<double> gradient)
    {
        double sum = 0;
        for (int d = 0; d < parameters.Relevances.Length; d++)
        {
            double l = parameters.Relevances[d];
            sum += 0.1 / l + 0.1 * l;
            gradient[d] += 0.1 * l - 0.1 / l;
        }

        double noise = parameters.Noise;
        sum += parameters.Scale - Math.Log(parameters.Scale) + 30 * noise - 0.1 * Math.Log(noise);
        gradient[^2] += parameters.Scale - 1;
        gradient[^1] += (30 - 0.1 / noise) * (noise - KernelParameters.LeastNoise);
        return sum;
    }

    private static double[] NewMatrix(int count) => new double[count * count];
}
