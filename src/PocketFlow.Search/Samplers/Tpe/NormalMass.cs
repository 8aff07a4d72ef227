using MathNet.Numerics;

namespace PocketFlow.Search;

/// <summary>Probabilities of intervals of the standard normal distribution.</summary>
internal static class NormalMass
{
    /// <summary>Beyond this, what is left is below rounding.</summary>
    private const double Whole = 8.5;

    private const double LogRoot2Pi = 0.91893853320467274178;
    private static readonly double s_rootHalf = Math.Sqrt(0.5);

    /// <summary>log(Φ(b) - Φ(a)) for a below b, exact in the tails and for narrow intervals.</summary>
    public static double Log(double a, double b)
    {
        double width = b - a, middle = 0.5 * (a + b);
        if (width < 1e-4 && width * Math.Abs(middle) < 1e-4)
        {
            return -0.5 * middle * middle - LogRoot2Pi + Math.Log(width);
        }

        if (a < 0 && b > 0)
        {
            return Math.Log(0.5 * (SpecialFunctions.Erf(b * s_rootHalf) - SpecialFunctions.Erf(a * s_rootHalf)));
        }

        // Both on one side: as the lower tail, where Φ keeps its relative precision.
        (double near, double far) = a >= 0 ? (-a, -b) : (b, a);
        double log = NormalTails.LogDistribution(near).Value;
        double gap = NormalTails.LogDistribution(far).Value - log;
        return log + (gap > -0.5 ? Math.Log(-ExpMinusOne(gap)) : Log1p(-Math.Exp(gap)));
    }

    /// <summary>Φ(b) - Φ(a) for a at most 0 and b at least 0.</summary>
    public static double Around(double a, double b) => 1 - Tail(-a) - Tail(b);

    private static double Tail(double z) => z > Whole ? 0 : 0.5 * SpecialFunctions.Erfc(z * s_rootHalf);

    private static double Log1p(double x) => SpecialFunctions.Log1p(x);

    private static double ExpMinusOne(double x) => SpecialFunctions.Expm1(x);
}
