using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>How a parameter of a child is made of its parents', on the unit interval.</summary>
/// <remarks>Simulated binary crossover (Deb and Agrawal 1995) and polynomial mutation (Deb and Goyal 1996), both in the form
/// that heeds bounds; their NSGA-II code has the same. Categories are taken over and drawn anew.</remarks>
internal static class Variation
{
    /// <summary>A value between or beside two parents; the nearer to the first or the second equally likely.</summary>
    public static double Cross(double one, double other, double index, ref SeededRandom random)
    {
        bool takesLow = random.NextBoolean();
        double u = random.NextDouble();
        (double low, double high) = (Math.Min(one, other), Math.Max(one, other));
        if (high - low < 1e-14)
        {
            return one;
        }

        double room = takesLow ? low : 1 - high;
        double alpha = 2 - Math.Pow(1 + 2 * room / (high - low), -(index + 1));
        double spread = u <= 1 / alpha
            ? Math.Pow(u * alpha, 1 / (index + 1))
            : Math.Pow(1 / (2 - u * alpha), 1 / (index + 1));
        double child = (low + high + (takesLow ? -spread : spread) * (high - low)) / 2;
        return Math.Clamp(child, 0, 1);
    }

    /// <summary>A value near another one.</summary>
    public static double Mutate(double value, double index, ref SeededRandom random)
    {
        double u = random.NextDouble();
        double power = 1 / (index + 1);
        double change = u < 0.5
            ? Math.Pow(2 * u + (1 - 2 * u) * Math.Pow(1 - value, index + 1), power) - 1
            : 1 - Math.Pow(2 * (1 - u) + (2 * u - 1) * Math.Pow(value, index + 1), power);
        return Math.Clamp(value + change, 0, 1);
    }
}
