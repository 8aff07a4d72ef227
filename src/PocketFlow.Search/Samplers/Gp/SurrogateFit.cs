namespace PocketFlow.Search;

/// <summary>Fits surrogates: thoroughly to most observations, and from there to all.</summary>
/// <param name="options">How many observations decide on kernel parameters.</param>
/// <param name="memory">Of what was fitted before; only saves time.</param>
internal sealed class SurrogateFit(GpOptions options, AnchorMemory memory)
{
    /// <summary>By how much a warp must be more probable, as a logarithm: with few data the simpler model is kept.</summary>
    private const double WarpMargin = 3;

    /// <summary>The surrogate of observations.</summary>
    public Surrogate Of(Observations observations)
    {
        Observations first = observations.First(Anchor.CountOf(observations.Values.Length));
        Anchor anchor = memory.Of(first, Anchored);
        double[] finite = Clipped(observations.Values);
        ValueWarp warp = ValueWarp.Of(anchor.WarpOffset, finite);
        StandardValues standard = StandardValues.Of([.. finite.Select(warp.Apply)]);
        KernelParameters parameters = ReferenceEquals(first, observations)
            ? anchor.Parameters
            : Parameters(observations, standard.Values, Subset(standard.Values), [anchor.Parameters]).Parameters;
        var points = new ObservedPoints(observations.Points, observations.IsCategorical);
        return new(GaussianProcess.Of(points, standard.Values, parameters), standard.Mean, standard.Deviation);
    }

    /// <summary>The kernel from several starts, and a monotone function of the values where that makes them more
    /// probable (Snelson, Rasmussen and Ghahramani, 2003, "Warped Gaussian processes").</summary>
    private Anchor Anchored(Observations observations)
    {
        double[] finite = Clipped(observations.Values);
        (Anchor? best, double least) = (null, double.PositiveInfinity);
        foreach (double offset in observations.Warps ? ValueWarp.Offsets : [double.PositiveInfinity])
        {
            ValueWarp warp = ValueWarp.Of(offset, finite);
            if (best is not null && warp == ValueWarp.None)
            {
                continue;
            }

            StandardValues standard = StandardValues.Of([.. finite.Select(warp.Apply)]);
            int[] subset = Subset(standard.Values);
            (KernelParameters parameters, double loss) = Parameters(observations, standard.Values, subset,
                best is null ? KernelFit.Starts(observations.IsCategorical.Length) : [best.Parameters]);

            // The density of the values is that of the standard ones times the derivatives.
            loss += subset.Length * Math.Log(standard.Deviation) - subset.Sum(i => warp.LogSlope(finite[i]));
            if (best is null || loss < least - WarpMargin)
            {
                (best, least) = (new(offset, parameters), loss);
            }
        }

        return best!;
    }

    private static (KernelParameters Parameters, double Loss) Parameters(
        Observations observations, double[] values, int[] subset, IReadOnlyList<KernelParameters> starts) =>
        KernelFit.Of(
            new ObservedPoints([.. subset.Select(i => observations.Points[i])], observations.IsCategorical),
            [.. subset.Select(i => values[i])], starts);

    /// <summary>Infinite values leave no scale for the others; squares of larger ones than 1e150 overflow.</summary>
    private static double[] Clipped(double[] values)
    {
        double[] finite = [.. values.Where(double.IsFinite).Select(v => Math.Clamp(v, -1e150, 1e150))];
        (double low, double high) = finite.Length == 0 ? (0, 0) : (finite.Min(), finite.Max());
        return [.. values.Select(v => Math.Clamp(v, low, high))];
    }

    /// <summary>All indices, or half of them with the lowest values and the others evenly among the rest.</summary>
    private int[] Subset(double[] values)
    {
        int count = options.FittedTrials;
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
