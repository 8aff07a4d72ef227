namespace PocketFlow.Search;

/// <summary>A function known at some points: a Gaussian process with mean 0 conditioned on noisy values (Rasmussen and
/// Williams, 2006, equations 2.23 and 2.24).</summary>
internal sealed class GaussianProcess
{
    private readonly ObservedPoints _points;
    private readonly double[] _values;
    private readonly CholeskyFactor _factor;
    private readonly double[] _weights; // C⁻¹ y

    private GaussianProcess(
        ObservedPoints points, double[] values, KernelParameters parameters, CholeskyFactor factor)
    {
        (_points, _values, Parameters, _factor) = (points, values, parameters, factor);
        _weights = factor.Solve(values);
    }

    /// <summary>Of the kernel.</summary>
    public KernelParameters Parameters { get; }

    /// <summary>The values it is conditioned on.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Conditions on values.</summary>
    /// <exception cref="ArgumentException">The covariance matrix can't be factored.</exception>
    public static GaussianProcess Of(ObservedPoints points, double[] values, KernelParameters parameters)
    {
        var matrix = new double[points.Count * points.Count];
        FillCovariances(points, parameters, matrix, []);
        CholeskyFactor factor = CholeskyFactor.Of(matrix, points.Count)
            ?? throw new ArgumentException("found a covariance matrix that is not positive definite.");
        return new GaussianProcess(points, values, parameters, factor);
    }

    /// <summary>C, at and below the diagonal, with noise.</summary>
    /// <param name="points">A row and a column each.</param>
    /// <param name="parameters">Of the kernel.</param>
    /// <param name="matrix">[n, n]; overwritten.</param>
    /// <param name="slopes">Derivatives by squared distances, of the same layout; empty where not wanted.</param>
    public static void FillCovariances(
        ObservedPoints points, KernelParameters parameters, Span<double> matrix, Span<double> slopes)
    {
        int n = points.Count;
        for (int i = 0; i < n; i++)
        {
            MaternKernel.Evaluate(
                points[i], points, parameters, matrix.Slice(i * n, i + 1),
                slopes.IsEmpty ? [] : slopes.Slice(i * n, i + 1));
            matrix[i * n + i] += parameters.Noise;
        }
    }

    /// <summary>The process that is told one more value, with the same parameters.</summary>
    public GaussianProcess With(double[] point, double value)
    {
        var covariances = new double[_points.Count];
        MaternKernel.Evaluate(point, _points, Parameters, covariances, []);
        double[] values = [.. _values, value];
        return _factor.Append(covariances, Parameters.Scale + Parameters.Noise) is { } factor
            ? new GaussianProcess(_points.With(point), values, Parameters, factor)
            : Of(_points.With(point), values, Parameters);
    }

    /// <summary>Means and variances of the function, without noise, at points.</summary>
    public void Predict(IReadOnlyList<double[]> points, Span<double> means, Span<double> variances)
    {
        const int chunk = 64;
        int n = _points.Count;
        double[] covariances = new double[chunk * n], white = new double[chunk * n];
        for (int start = 0; start < points.Count; start += chunk)
        {
            int count = Math.Min(chunk, points.Count - start);
            for (int i = 0; i < count; i++)
            {
                Span<double> row = covariances.AsSpan(i * n, n);
                MaternKernel.Evaluate(points[start + i], _points, Parameters, row, []);
                means[start + i] = RowProducts.Dot(row, _weights);
            }

            _factor.Whiten(new Rows(covariances, 0, n, count), new Rows(white, 0, n, count));
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<double> row = white.AsSpan(i * n, n);
                variances[start + i] = Math.Max(0, Parameters.Scale - RowProducts.Dot(row, row));
            }
        }
    }

    /// <summary>Mean and variance at a point with their derivatives by its coordinates; those by categories are 0.</summary>
    public (double Mean, double Variance) Predict(
        double[] point, Span<double> meanGradient, Span<double> varianceGradient)
    {
        int n = _points.Count;
        double[] covariances = new double[n], slopes = new double[n], white = new double[n], solved = new double[n];
        MaternKernel.Evaluate(point, _points, Parameters, covariances, slopes);
        _factor.Whiten(new Rows(covariances, 0, n, 1), new Rows(white, 0, n, 1));
        _factor.Unwhiten(white, solved);
        RowProducts.Multiply(solved, slopes);
        RowProducts.Multiply(slopes, _weights);

        for (int d = 0; d < _points.Dimensions; d++)
        {
            (meanGradient[d], varianceGradient[d]) = (0, 0);
            if (!_points.IsCategorical[d])
            {
                // Derivatives of squared distances are 2 · relevance · (x - other).
                ReadOnlySpan<double> column = _points.Column(d);
                double factor = 2 * Parameters.Relevances[d];
                meanGradient[d] = factor * RowProducts.DotDifferences(slopes, point[d], column);
                varianceGradient[d] = -2 * factor * RowProducts.DotDifferences(solved, point[d], column);
            }
        }

        return (RowProducts.Dot(covariances, _weights),
            Math.Max(0, Parameters.Scale - RowProducts.Dot(white, white)));
    }
}
