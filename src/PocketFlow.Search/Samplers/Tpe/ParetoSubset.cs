namespace PocketFlow.Search;

/// <summary>The best of points with several losses: by rank of non-domination, then by the hypervolume that they add.</summary>
/// <remarks>Choosing greedily comes within 1 - 1/e of the largest hypervolume, as it is submodular; for the same reason a
/// contribution never grows, so that only the most promising ones are computed again (Guerreiro et al., 2016).</remarks>
internal static class ParetoSubset
{
    /// <summary>Indices of the best points.</summary>
    /// <param name="losses">One per objective and point; smaller is better, may be infinite.</param>
    /// <param name="count">At most as many as there are points.</param>
    public static IReadOnlyList<int> Of(IReadOnlyList<double[]> losses, int count)
    {
        double[][] finite = Finite(losses);
        List<int> rest = [.. Enumerable.Range(0, finite.Length)], chosen = [];
        while (chosen.Count < count)
        {
            int[] front = [.. rest.Where(i => !rest.Exists(o => Dominance.Dominates(finite[o], finite[i])))];
            if (chosen.Count + front.Length > count)
            {
                front = [.. Greedy([.. front.Select(i => finite[i])], count - chosen.Count).Select(k => front[k])];
            }

            chosen.AddRange(front);
            rest.RemoveAll(front.Contains);
        }

        return chosen;
    }

    /// <summary>What nobody should do worse than: a tenth beyond the worst losses.</summary>
    internal static double[] Reference(double[][] losses) => [.. losses[0].Select((_, k) =>
    {
        double worst = losses.Max(l => l[k]), beyond = Math.Max(1.1 * worst, 0.9 * worst);
        return beyond == 0 ? 1e-12 : beyond;
    })];

    private static List<int> Greedy(double[][] losses, int count)
    {
        double[] reference = Reference(losses);
        double[] gains = [.. losses.Select(l => Hypervolume.Box(l, reference))];
        List<int> open = [.. Enumerable.Range(0, losses.Length)], chosen = [];
        while (chosen.Count < count)
        {
            open.Sort((a, b) => gains[b].CompareTo(gains[a]) is var order and not 0 ? order : a.CompareTo(b));
            int best = 0;
            double[][] taken = [.. chosen.Select(i => losses[i])];
            for (int k = 0; k < open.Count && (k == 0 || gains[open[k]] > gains[open[best]]); k++)
            {
                gains[open[k]] = Hypervolume.Gain(losses[open[k]], taken, reference);
                best = gains[open[k]] > gains[open[best]] ? k : best;
            }

            chosen.Add(open[best]);
            open.RemoveAt(best);
        }

        return chosen;
    }

    /// <summary>Infinite losses become the worst or best finite ones.</summary>
    private static double[][] Finite(IReadOnlyList<double[]> losses)
    {
        (double Low, double High)[] bounds = [.. losses[0].Select((_, k) =>
        {
            double[] known = [.. losses.Select(l => l[k]).Where(double.IsFinite).DefaultIfEmpty(0)];
            return (known.Min(), known.Max());
        })];
        return [.. losses.Select(l => l.Select((v, k) => Math.Clamp(v, bounds[k].Low, bounds[k].High)).ToArray())];
    }
}
