namespace PocketFlow.Search;

/// <summary>The volume that points dominate, up to a reference point: what tells how good a front is.</summary>
/// <remarks>Exact: a sweep for two objectives, for more the exclusive volumes of While, Bradstreet and Barone 2012, "A fast
/// way of calculating exact hypervolumes" (WFG).</remarks>
public static class Hypervolume
{
    /// <summary>The volume.</summary>
    /// <param name="losses">Points; smaller is better. Those beyond the reference add nothing.</param>
    /// <param name="reference">The worst corner, one number per objective.</param>
    public static double Of(IEnumerable<double[]> losses, IReadOnlyList<double> reference)
    {
        double[][] inside = [.. losses.Where(l => l.Zip(reference).All(p => p.First < p.Second))];
        return Volume(Front(inside), reference);
    }

    private static double Volume(double[][] front, IReadOnlyList<double> reference)
    {
        if (reference.Count == 2)
        {
            return Area(front, reference);
        }

        // Worst first in the last objective: the sets below shrink soonest.
        double[][] sorted = [.. front.OrderByDescending(p => p[^1])];
        double volume = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double[] point = sorted[i];
            double[][] limited = Front(
                [.. sorted.Skip(i + 1).Select(other => point.Zip(other, Math.Max).ToArray())]);
            volume += point.Zip(reference).Aggregate(1.0, (v, p) => v * (p.Second - p.First)) - Volume(limited, reference);
        }

        return volume;
    }

    private static double Area(double[][] front, IReadOnlyList<double> reference)
    {
        double area = 0, height = reference[1];
        foreach (double[] point in front.OrderBy(p => p[0]))
        {
            area += (reference[0] - point[0]) * (height - point[1]);
            height = point[1];
        }

        return area;
    }

    /// <summary>The points that none of the others dominates, each once.</summary>
    private static double[][] Front(double[][] points) =>
        [.. points.Where((p, i) => !points.Where((o, j) => Dominance.Dominates(o, p) || (j < i && o.SequenceEqual(p))).Any())];

    /// <summary>Of one point.</summary>
    public static double Box(IReadOnlyList<double> losses, IReadOnlyList<double> reference)
    {
        double volume = 1;
        for (int k = 0; k < losses.Count; k++)
        {
            volume *= Math.Max(0, reference[k] - losses[k]);
        }

        return volume;
    }

    /// <summary>What a point adds to others.</summary>
    public static double Gain(double[] losses, IEnumerable<double[]> others, IReadOnlyList<double> reference) =>
        Box(losses, reference)
        - Of(others.Select(o => o.Select((v, k) => Math.Max(v, losses[k])).ToArray()), reference);
}
