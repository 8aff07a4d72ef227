namespace PocketFlow.Search;

/// <summary>The losses that a front leaves to be gained.</summary>
internal static class DominatedSpace
{
    /// <summary>The losses that nobody should do worse than: the worst of the front and a tenth of its extent beyond.</summary>
    public static double[] Reference(IReadOnlyList<double[]> losses)
    {
        double[][] front = Front(losses);
        var reference = new double[front[0].Length];
        for (int k = 0; k < reference.Length; k++)
        {
            double worst = front.Max(l => l[k]), extent = worst - front.Min(l => l[k]);
            if (front.Length == 1)
            {
                worst = losses.Max(l => l[k]);
                extent = worst - front[0][k];
            }

            reference[k] = worst + 0.1 * Math.Max(extent, 0.1);
        }

        return reference;
    }

    /// <summary>The points that no other one dominates, each once.</summary>
    public static double[][] Front(IReadOnlyList<double[]> losses)
    {
        var front = new List<double[]>();
        foreach (double[] candidate in losses)
        {
            if (front.Exists(f => f.AsSpan().SequenceEqual(candidate) || Dominance.Dominates(f, candidate)))
            {
                continue;
            }

            front.RemoveAll(f => Dominance.Dominates(candidate, f));
            front.Add(candidate);
        }

        return [.. front];
    }

    /// <summary>Disjoint boxes that fill what is below the reference and not dominated.</summary>
    /// <remarks>Slices between neighbouring values of the last loss; in each, the points that reach below it leave boxes
    /// of one dimension less. Slices with equal boxes are one.</remarks>
    public static IReadOnlyList<Box> Complement(IReadOnlyList<double[]> losses, double[] reference)
    {
        double[][] inside = Front([.. losses.Where(l => !l.Where((v, k) => v >= reference[k]).Any())]);
        return Slices(inside, reference, reference.Length);
    }

    private static List<Box> Slices(double[][] points, double[] reference, int dimensions)
    {
        int last = dimensions - 1;
        if (dimensions == 1)
        {
            return [new Box([double.NegativeInfinity], [points.Length == 0 ? reference[0] : points.Min(p => p[0])])];
        }

        var boxes = new List<Box>();
        double[][] sorted = [.. points.OrderBy(p => p[last])];
        double lower = double.NegativeInfinity;
        var active = new List<double[]>();
        for (int i = 0; i <= sorted.Length; i++)
        {
            double upper = i < sorted.Length ? sorted[i][last] : reference[last];
            if (upper > lower)
            {
                boxes.AddRange(Slices([.. active], reference, last)
                    .Select(b => new Box([.. b.Lower, lower], [.. b.Upper, upper])));
                lower = upper;
            }

            if (i < sorted.Length)
            {
                active.Add(sorted[i]);
            }
        }

        return boxes;
    }
}
