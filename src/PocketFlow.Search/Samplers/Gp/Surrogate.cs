namespace PocketFlow.Search;

/// <summary>A fitted process of one quantity in units of its standard deviation.</summary>
/// <param name="Process">Of the standardised values.</param>
/// <param name="Mean">Of the values.</param>
/// <param name="Deviation">Of the values.</param>
internal sealed record Surrogate(GaussianProcess Process, double Mean, double Deviation)
{
    /// <summary>By how much a warp must be more probable, as a logarithm: the simpler model is kept where data are few.</summary>
    private const double WarpMargin = 3;

    /// <summary>Fits the process of values at points.</summary>
    /// <param name="points">Where they were observed.</param>
    /// <param name="values">What was observed; infinite ones count as the worst or best finite one.</param>
    /// <param name="isCategorical">Of each dimension.</param>
    /// <param name="options">How many of them decide on kernel parameters.</param>
    /// <param name="warps">Whether the process may be that of a monotone function of the values, where that makes them more
    /// probable (Snelson, Rasmussen and Ghahramani, 2003, "Warped Gaussian processes").</param>
    public static Surrogate Fit(
        IReadOnlyList<double[]> points, IReadOnlyList<double> values, bool[] isCategorical, GpOptions options,
        bool warps)
    {
        double[] finite = Clipped(values);
        (Surrogate? best, double least) = (null, double.PositiveInfinity);
        foreach (ValueWarp warp in warps ? ValueWarp.Candidates(finite) : [ValueWarp.None])
        {
            double[] warped = [.. finite.Select(warp.Apply)];
            double mean = warped.Average();
            double deviation = Math.Sqrt(warped.Average(v => (v - mean) * (v - mean)));
            deviation = deviation > 1e-300 ? deviation : 1;
            double[] standard = [.. warped.Select(v => (v - mean) / deviation)];
            int[] subset = Subset(standard, options.FittedTrials);
            var fitted = new ObservedPoints([.. subset.Select(i => points[i])], isCategorical);
            (KernelParameters parameters, double loss) = KernelFit.Of(
                fitted, [.. subset.Select(i => standard[i])],
                best is null ? KernelFit.Starts(isCategorical.Length) : [best.Process.Parameters]);

            // The density of the values is that of the standard ones times the derivatives.
            loss += subset.Length * Math.Log(deviation) - subset.Sum(i => warp.LogSlope(finite[i]));
            if (best is null || loss < least - WarpMargin)
            {
                (best, least) = (new(
                    GaussianProcess.Of(new ObservedPoints(points, isCategorical), standard, parameters), mean, deviation), loss);
            }
        }

        return best!;
    }

    /// <summary>This surrogate told of points whose values are not known yet, as if each came out as expected (the Kriging
    /// believer of Ginsbourger, Le Riche and Carraro, 2010).</summary>
    public Surrogate Believing(IReadOnlyList<double[]> points)
    {
        GaussianProcess process = Process;
        double[] mean = [0], variance = [0];
        foreach (double[] point in points)
        {
            process.Predict([point], mean, variance);
            process = process.With(point, mean[0]);
        }

        return this with { Process = process };
    }

    /// <summary>Infinite values would leave no scale for the others; squares of larger ones than 1e150 overflow.</summary>
    private static double[] Clipped(IReadOnlyList<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite).Select(v => Math.Clamp(v, -1e150, 1e150))];
        (double low, double high) = finite.Length == 0 ? (0, 0) : (finite.Min(), finite.Max());
        return [.. values.Select(v => Math.Clamp(v, low, high))];
    }

    /// <summary>All indices, or half of them with the lowest values and the others evenly among the rest.</summary>
    private static int[] Subset(double[] values, int count)
    {
        if (values.Length <= count)
        {
            return [.. Enumerable.Range(0, values.Length)];
        }

        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ThenBy(i => i)];
        int best = count / 2, others = count - best;
        int[] rest = [.. order[best..].Order()];
        return [.. order[..best], .. Enumerable.Range(0, others).Select(k => rest[(long)k * rest.Length / others])];
    }
}
