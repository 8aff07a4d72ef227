namespace PocketFlow.Learners.ChannelPruning;

/// <summary>
/// Chooses channels by LASSO (He, Zhang, Sun 2017, arXiv 1707.06168, equation 2): minimises
/// <c>½ βᵀGβ − bᵀβ + λ‖β‖₁</c>, where G holds the inner products of the channels' contributions to the layer's output and
/// b those with the wanted output. λ grows until the wanted number of channels is left.
/// </summary>
/// <remarks>
/// Works on Gram matrices only, so its cost does not depend on the number of samples. Coordinate descent is exact for
/// this convex problem; the bisection over λ always ends, unlike the ancestor's, which could loop (its issues 160, 163).
/// </remarks>
internal static class LassoSelection
{
    private const int MaximumBisections = 60;
    private const int MaximumSweeps = 2000;
    private const double Tolerance = 1e-8;

    /// <summary>The indices of the <paramref name="keep"/> channels that stay, in rising order.</summary>
    /// <param name="gram">G, symmetric, [n, n].</param>
    /// <param name="target">b, [n].</param>
    /// <param name="keep">How many channels stay, 1 to n.</param>
    public static int[] Select(double[,] gram, double[] target, int keep)
    {
        int count = target.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keep, count);
        if (keep == count)
        {
            return [.. Enumerable.Range(0, count)];
        }

        // Above this λ every coefficient is zero; there the first channel enters.
        double high = target.Max(Math.Abs);
        double low = 0;
        double[] beta = new double[count];
        Descend(gram, target, 0, beta);
        double[] best = [.. beta];
        for (int i = 0; i < MaximumBisections && high - low > 1e-10 * high; i++)
        {
            double lambda = low == 0 ? high / 2 : Math.Sqrt(low * high);
            Descend(gram, target, lambda, beta);
            int alive = beta.Count(b => b != 0);
            if (alive >= keep)
            {
                low = lambda;
                best = [.. beta];
            }
            else
            {
                high = lambda;
            }

            if (alive == keep)
            {
                break;
            }
        }

        // Coefficients can enter in pairs; then the weakest contributions of the next larger set go.
        return [.. Enumerable.Range(0, count)
            .OrderByDescending(i => Math.Abs(best[i]) * Math.Sqrt(Math.Max(gram[i, i], 0)))
            .ThenBy(i => i).Take(keep).Order()];
    }

    /// <summary>Coordinate descent from a warm start to the optimum for one λ.</summary>
    internal static void Descend(double[,] gram, double[] target, double lambda, double[] beta)
    {
        int count = target.Length;
        double[] gradient = new double[count];
        for (int i = 0; i < count; i++)
        {
            gradient[i] = target[i];
            for (int j = 0; j < count; j++)
            {
                gradient[i] -= gram[i, j] * beta[j];
            }
        }

        for (int sweep = 0; sweep < MaximumSweeps; sweep++)
        {
            double largest = 0;
            for (int i = 0; i < count; i++)
            {
                largest = Math.Max(largest, Step(gram, lambda, beta, gradient, i));
            }

            if (largest < Tolerance)
            {
                return;
            }
        }
    }

    private static double Step(double[,] gram, double lambda, double[] beta, double[] gradient, int i)
    {
        double curvature = gram[i, i];
        if (curvature <= 0)
        {
            return 0;
        }

        double free = gradient[i] + curvature * beta[i];
        double next = Math.Sign(free) * Math.Max(Math.Abs(free) - lambda, 0) / curvature;
        double change = next - beta[i];
        if (change == 0)
        {
            return 0;
        }

        beta[i] = next;
        for (int j = 0; j < gradient.Length; j++)
        {
            gradient[j] -= gram[j, i] * change;
        }

        return Math.Abs(change);
    }
}
