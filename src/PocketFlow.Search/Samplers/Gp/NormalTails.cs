using MathNet.Numerics;

namespace PocketFlow.Search;

/// <summary>Logarithms of what a standard normal variable does beyond a bound, exact far out where the quantities
/// themselves are lost to rounding or underflow.</summary>
internal static class NormalTails
{
    /// <summary>From here on the asymptotic series of Mills' ratio is exact to rounding.</summary>
    private const double Far = -25;
    private const double LogRoot2Pi = 0.91893853320467274178;
    private static readonly double s_rootHalf = Math.Sqrt(0.5);

    /// <summary>log E[max(0, z + x)], the logarithm of the standard expected improvement z Φ(z) + φ(z) (Ament et al., 2023,
    /// arXiv 2310.20708, equation 9), and its derivative.</summary>
    public static (double Value, double Slope) LogImprovement(double z)
    {
        if (z < Far)
        {
            double rest = MillsRest(z);
            return (LogDensity(z) + Math.Log(rest), (1 - rest) / (-z * rest));
        }

        double below = Distribution(z), improvement = z * below + Math.Exp(LogDensity(z));
        return (Math.Log(improvement), below / improvement);
    }

    /// <summary>log Φ(z) and its derivative.</summary>
    public static (double Value, double Slope) LogDistribution(double z)
    {
        double value = z < Far ? LogDensity(z) + Math.Log((1 - MillsRest(z)) / -z)
            : z > 5 ? Math.Log(1 - 0.5 * SpecialFunctions.Erfc(z * s_rootHalf))
            : Math.Log(Distribution(z));
        return (value, Math.Exp(LogDensity(z) - value));
    }

    /// <summary>Φ(z).</summary>
    public static double Distribution(double z) => 0.5 * SpecialFunctions.Erfc(-z * s_rootHalf);

    private static double LogDensity(double z) => -0.5 * z * z - LogRoot2Pi;

    /// <summary>1 - t M(t) for t = -z and Mills' ratio M(t) = Φ(-t) / φ(t): 1/t² - 3/t⁴ + 15/t⁶ - ...</summary>
    private static double MillsRest(double z)
    {
        double inverse = 1 / (z * z), term = inverse, sum = 0;
        for (int k = 1; k <= 8; k++)
        {
            sum += term;
            term *= -(2 * k + 1) * inverse;
        }

        return sum;
    }
}
