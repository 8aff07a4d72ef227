using MathNet.Numerics.Distributions;

namespace PocketFlow.Search;

/// <summary>Keeps the chance of other values along axes with a number of values, so that the strategy never gets stuck on a
/// plateau.</summary>
/// <remarks>Hamano, Saito, Nomura, Shirakawa 2022, "CMA-ES with Margin: Lower-Bounding Marginal Probability for Mixed-Integer
/// Black-Box Optimization", arXiv 2205.13482, sections 4.2 and 4.3.</remarks>
internal static class Margin
{
    /// <summary>Moves the mean and widens the distribution where a value next to the mean's would be too rare.</summary>
    /// <param name="state">The state after its update.</param>
    /// <param name="axes">What the axes are.</param>
    /// <param name="chance">α: how probable other values stay at least.</param>
    public static StrategyState Correct(StrategyState state, IReadOnlyList<Distribution> axes, double chance)
    {
        double[] mean = [.. state.Mean], widths = [.. state.Widths];
        for (int i = 0; i < mean.Length; i++)
        {
            if (axes[i].Count is null)
            {
                continue;
            }

            double deviation = state.Deviation(i);
            switch (Cells.Around(axes[i], mean[i]))
            {
                case ({ } low, { } high):
                    (mean[i], double wider) = Inside(mean[i], deviation, low, high, chance);
                    widths[i] *= wider / deviation;
                    break;
                case (null, { } high):
                    mean[i] = Math.Max(mean[i], high - Quantile(chance) * deviation);
                    break;
                case ({ } low, null):
                    mean[i] = Math.Min(mean[i], low + Quantile(chance) * deviation);
                    break;
            }
        }

        return state with { Mean = mean, Widths = widths };
    }

    /// <summary>Mean and deviation with at least half the chance on either side of a cell.</summary>
    private static (double Mean, double Deviation) Inside(
        double mean, double deviation, double low, double high, double chance)
    {
        double below = Normal.CDF(mean, deviation, low), above = Normal.CDF(-mean, deviation, -high);
        double half = chance / 2;
        if (below >= half && above >= half)
        {
            return (mean, deviation);
        }

        double within = 1 - below - above;
        double liftedBelow = Math.Max(half, below), liftedAbove = Math.Max(half, above);
        // What was added is taken from the three parts by what each has to spare.
        double share = (1 - liftedBelow - liftedAbove - within) / (liftedBelow + liftedAbove + within - 3 * half);
        double lowQuantile = Quantile(liftedBelow + share * (liftedBelow - half));
        double highQuantile = Quantile(liftedAbove + share * (liftedAbove - half));
        return (
            (low * highQuantile + high * lowQuantile) / (lowQuantile + highQuantile),
            (high - low) / (lowQuantile + highQuantile));
    }

    /// <summary>How many deviations away a tail of a probability below 1/2 begins.</summary>
    private static double Quantile(double tail) => -Normal.InvCDF(0, 1, tail);
}
