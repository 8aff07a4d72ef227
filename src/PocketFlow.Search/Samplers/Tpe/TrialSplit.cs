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
    public static TrialSplit Of(StudyHistory history, SearchSpace space)
    {
        var known = new List<(TrialRecord Trial, double[] Point)>();
        foreach (TrialRecord trial in history.Trials.Where(t => IsTold(t) || t.State == TrialState.Running))
        {
            if (PointOf(trial, space) is { } point)
            {
                known.Add((trial, point));
            }
        }

        TrialRecord[] told = [.. known.Select(k => k.Trial).Where(IsTold)];
        HashSet<TrialRecord> good = Best(history, told, GoodCount(told.Length, history.IsSingleObjective));
        return new TrialSplit(
            [.. known.Where(k => good.Contains(k.Trial)).Select(k => k.Point)],
            [.. known.Where(k => !good.Contains(k.Trial)).Select(k => k.Point)]);
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

    private static HashSet<TrialRecord> Best(StudyHistory history, TrialRecord[] told, int count)
    {
        ILookup<int, TrialRecord> kinds = told.ToLookup(t => !t.IsFeasible ? 2 : t.State == TrialState.Pruned ? 1 : 0);
        IEnumerable<TrialRecord> completed = history.IsSingleObjective
            ? kinds[0].OrderBy(t => history.Loss(t.Value))
            : ByHypervolume(history, [.. kinds[0]], count);
        IEnumerable<TrialRecord> pruned = kinds[1].OrderByDescending(LastStep).ThenBy(t => LastLoss(history, t));
        IEnumerable<TrialRecord> infeasible = kinds[2].OrderBy(t => t.Violation);
        return new(completed.Concat(pruned).Concat(infeasible).Take(count), ReferenceEqualityComparer.Instance);
    }

    private static IEnumerable<TrialRecord> ByHypervolume(StudyHistory history, TrialRecord[] trials, int count) =>
        trials.Length <= count ? trials
            : ParetoSubset.Of([.. trials.Select(history.Losses)], count).Select(i => trials[i]);

    private static int LastStep(TrialRecord trial) =>
        trial.IntermediateValues.Count == 0 ? -1 : trial.IntermediateValues.Keys.Max();

    private static double LastLoss(StudyHistory history, TrialRecord trial)
    {
        double value = LastStep(trial) is >= 0 and int step ? trial.IntermediateValues[step] : double.NaN;
        return double.IsNaN(value) ? double.PositiveInfinity : history.Loss(value);
    }

    /// <summary>The values in the order of the space; null where the trial lacks one, or one is beyond present bounds.</summary>
    private static double[]? PointOf(TrialRecord trial, SearchSpace space)
    {
        var point = new double[space.Count];
        int known = 0;
        foreach ((string name, Distribution distribution) in space)
        {
            if (!trial.Parameters.TryGetValue(name, out point[known]) || !distribution.Contains(point[known]))
            {
                return null;
            }

            known++;
        }

        return point;
    }
}
