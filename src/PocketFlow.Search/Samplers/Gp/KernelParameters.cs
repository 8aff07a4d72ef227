namespace PocketFlow.Search;

/// <summary>What a Gaussian process is told of the function: how fast it changes along each dimension, how far, and how
/// noisy its values are.</summary>
/// <param name="Relevances">Inverse squared length-scales, one per dimension.</param>
/// <param name="Scale">Variance of the function.</param>
/// <param name="Noise">Variance of the noise.</param>
internal sealed record KernelParameters(double[] Relevances, double Scale, double Noise)
{
    /// <summary>Noise is never taken for less, so that covariance matrices can be factored.</summary>
    public const double LeastNoise = 1e-8;

    /// <summary>Logarithms of the relevances, the scale and the noise above the least one.</summary>
    public double[] ToLogarithms() =>
        [.. Relevances.Select(l => Math.Log(l)), Math.Log(Scale), Math.Log(Math.Max(1e-12, Noise - LeastNoise))];

    /// <summary>The inverse of <see cref="ToLogarithms"/>.</summary>
    public static KernelParameters OfLogarithms(ReadOnlySpan<double> logarithms)
    {
        var relevances = new double[logarithms.Length - 2];
        for (int d = 0; d < relevances.Length; d++)
        {
            relevances[d] = Math.Exp(logarithms[d]);
        }

        return new(relevances, Math.Exp(logarithms[^2]), Math.Exp(logarithms[^1]) + LeastNoise);
    }
}
