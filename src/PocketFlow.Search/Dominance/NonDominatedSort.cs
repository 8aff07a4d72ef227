namespace PocketFlow.Search;

/// <summary>Sorts points into fronts: the points that nothing dominates, those that only these dominate, and so on.</summary>
/// <remarks>Deb, Pratap, Agarwal, Meyarivan 2002, "A fast and elitist multiobjective genetic algorithm: NSGA-II",
/// sections III.A and III.B.</remarks>
public static class NonDominatedSort
{
    /// <summary>The number of each point's front, from 0; smaller losses are better.</summary>
    /// <param name="losses">A loss per objective for each point.</param>
    public static int[] Ranks(IReadOnlyList<double[]> losses) =>
        Ranks(losses.Count, (i, j) => Dominance.Dominates(losses[i], losses[j]));

    /// <summary>The number of each item's front by any strict partial order.</summary>
    /// <param name="count">How many items there are.</param>
    /// <param name="dominates">Whether the first of two items is better.</param>
    public static int[] Ranks(int count, Func<int, int, bool> dominates)
    {
        int[] dominators = new int[count];
        List<int>[] dominated = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                if (i != j && dominates(i, j))
                {
                    dominated[i].Add(j);
                    dominators[j]++;
                }
            }
        }

        int[] ranks = new int[count];
        int[] front = [.. Enumerable.Range(0, count).Where(i => dominators[i] == 0)];
        for (int rank = 0; front.Length > 0; rank++)
        {
            var next = new List<int>();
            foreach (int i in front)
            {
                ranks[i] = rank;
                next.AddRange(dominated[i].Where(j => --dominators[j] == 0));
            }

            front = [.. next];
        }

        return ranks;
    }

    /// <summary>How far apart each point's neighbours are, summed over the objectives in shares of their ranges; infinite at
    /// the ends of an objective. Where fronts are cut, points in sparse regions are kept.</summary>
    /// <param name="losses">The points of one front; infinite losses are counted as the largest finite ones.</param>
    public static double[] CrowdingDistances(IReadOnlyList<double[]> losses)
    {
        double[] distances = new double[losses.Count];
        for (int objective = 0; losses.Count > 0 && objective < losses[0].Length; objective++)
        {
            int k = objective;
            double[] column = [.. losses.Select(l => Math.Clamp(l[k], -double.MaxValue / 4, double.MaxValue / 4))];
            int[] order = [.. Enumerable.Range(0, column.Length).OrderBy(i => column[i])];
            double range = column[order[^1]] - column[order[0]];
            distances[order[0]] = distances[order[^1]] = double.PositiveInfinity;
            for (int i = 1; range > 0 && i < order.Length - 1; i++)
            {
                distances[order[i]] += (column[order[i + 1]] - column[order[i - 1]]) / range;
            }
        }

        return distances;
    }
}
