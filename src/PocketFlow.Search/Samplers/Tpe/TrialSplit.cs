using System.Runtime.CompilerServices;

namespace PocketFlow.Search;

/// <summary>The points whose density is sought and those whose density is avoided, each in the order of trials.</summary>
/// <param name="Good">Of the best of the finished trials.</param>
/// <param name="Bad">Of the others, and of those that still run.</param>
internal sealed record TrialSplit(IReadOnlyList<double[]> Good, IReadOnlyList<double[]> Bad)
{
    private const int MostGood = 25;

    /// <summary>Splits the trials that have all parameters of a space. A tenth of the finished ones is good, of one objective
    /// at most 25: feasible completed trials by their values, then pruned ones by how far they came and what they reported
    /// last, then infeasible ones by their violation.</summary>
    public static TrialSplit Of(StudyHistory history, PointReader reader)
    {
        (List<TrialRecord> trials, List<double[]> points) = reader.Read(history);
        var isGood = new bool[trials.Count];
        foreach (int i in Best(history, trials))
        {
            isGood[i] = true;
        }

        List<double[]> good = [], bad = new(points.Count);
        for (int i = 0; i < isGood.Length; i++)
        {
            (isGood[i] ? good : bad).Add(points[i]);
        }

        return new TrialSplit(good, bad);
    }

    /// <summary>Whether a trial says something about how good its parameters are.</summary>
    public static bool IsTold(TrialRecord trial) => trial.State is TrialState.Completed or TrialState.Pruned;

    /// <summary>Whether a point is among them.</summary>
    public bool Holds(double[] point) => Good.Concat(Bad).Any(p => p.AsSpan().SequenceEqual(point));

    /// <summary>How many of a number of trials are good.</summary>
    internal static int GoodCount(int trials, bool isSingleObjective)
    {
        int tenth = (trials + 9) / 10;
        return isSingleObjective ? Math.Min(tenth, MostGood) : tenth;
    }

    /// <summary>Positions of the good trials.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static IEnumerable<int> Best(StudyHistory history, List<TrialRecord> trials)
    {
        int told = trials.Count(IsTold), count = GoodCount(told, history.IsSingleObjective);
        Dictionary<TrialRecord, int>? ranks = history.IsSingleObjective ? null : Ranks(history, trials, count);
        var best = new List<(Standing Standing, int Index)>(count + 1);
        for (int i = 0; i < trials.Count; i++)
        {
            if (!IsTold(trials[i]))
            {
                continue;
            }

            Standing standing = Standing.Of(history, trials[i], ranks);
            int place = best.Count;
            while (place > 0 && standing.CompareTo(best[place - 1].Standing) < 0)
            {
                place--;
            }

            if (place < count)
            {
                best.Insert(place, (standing, i));
                best.RemoveRange(Math.Min(best.Count, count), Math.Max(0, best.Count - count));
            }
        }

        return best.Select(b => b.Index);
    }

    /// <summary>Ranks of the best trials with several objectives.</summary>
    private static Dictionary<TrialRecord, int> Ranks(StudyHistory history, List<TrialRecord> trials, int count)
    {
        TrialRecord[] completed = [.. trials.Where(t => t.State == TrialState.Completed && t.IsFeasible)];
        IReadOnlyList<int> best =
            ParetoSubset.Of([.. completed.Select(history.Losses)], Math.Min(count, completed.Length));
        var ranks = new Dictionary<TrialRecord, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < best.Count; i++)
        {
            ranks[completed[best[i]]] = i;
        }

        return ranks;
    }
}
