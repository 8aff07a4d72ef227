using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>Importance of parameters by functional analysis of variance: a random forest learns the objective from the
/// completed trials, and the variance of each parameter's main effect in it is compared.</summary>
/// <remarks>
/// Hutter, Hoos, Leyton-Brown 2014, "An Efficient Approach for Assessing Hyperparameter Importance". Each parameter is
/// placed on the unit interval as samplers see it, so logarithmic ranges count in ratios; categories are ordered by their
/// mean value, which makes a single split of them as good as any subset's (Fisher 1958). A parameter that only some
/// trials have is measured on these, and its variance counts by their share; where it only explains what other parameters
/// do, trials without it get a random place, since it does nothing to them. Interactions are left out.
/// </remarks>
public static class FanovaImportance
{
    /// <summary>Fewer trials say nothing.</summary>
    private const int FewestTrials = 4;

    /// <summary>Measures the importance of all parameters, largest first.</summary>
    /// <returns>Empty where fewer than four trials are completed with a finite value.</returns>
    public static IReadOnlyList<ParameterImportance> Of(StudyHistory history, FanovaOptions? options = null)
    {
        FanovaOptions settings = options ?? new();
        TrialRecord[] trials = [.. history.Trials.Where(
            t => t.State == TrialState.Completed && double.IsFinite(t.Values[settings.Objective]))];
        if (trials.Length < FewestTrials)
        {
            return [];
        }

        var variances = new List<(string Name, double Variance, int Trials)>();
        foreach (IGrouping<string, string> alike in NamesByTrials(trials))
        {
            TrialRecord[] having = [.. trials.Where(t => alike.All(t.Parameters.ContainsKey))];
            string[] names = [.. having.SelectMany(t => t.Parameters.Keys).Distinct().Order(StringComparer.Ordinal)];
            double[] effects = having.Length < FewestTrials ? new double[names.Length] : MainEffects(having, names, settings);
            double share = (double)having.Length / trials.Length;
            variances.AddRange(alike.Select(n => (n, share * effects[Array.IndexOf(names, n)], having.Length)));
        }

        double total = variances.Sum(v => v.Variance);
        return [.. variances
            .Select(v => new ParameterImportance(v.Name, total > 0 ? v.Variance / total : 0, v.Trials))
            .OrderByDescending(i => i.Share).ThenBy(i => i.Name, StringComparer.Ordinal)];
    }

    /// <summary>Parameters in groups that the same trials have.</summary>
    private static IEnumerable<IGrouping<string, string>> NamesByTrials(TrialRecord[] trials) => trials
        .SelectMany(t => t.Parameters.Keys).Distinct().Order(StringComparer.Ordinal)
        .GroupBy(n => string.Join(',', trials.Where(t => t.Parameters.ContainsKey(n)).Select(t => t.Number)));

    /// <summary>The variance of each parameter's main effect, averaged over the trees.</summary>
    private static double[] MainEffects(TrialRecord[] trials, string[] names, FanovaOptions settings)
    {
        double mean = trials.Average(t => t.Values[settings.Objective]);
        double[] values = [.. trials.Select(t => t.Values[settings.Objective] - mean)];
        var root = new SeededRandom(settings.Seed);
        double[][] axes = [.. names.Select((n, axis) => Places(trials, n, values, root.Split(-1 - axis)))];
        var byTree = new double[settings.Trees][];
        Parallel.For(0, settings.Trees, tree =>
        {
            SeededRandom random = root.Split(tree);
            int[] rows = [.. Enumerable.Range(0, trials.Length).Select(_ => random.NextInt32(trials.Length))];
            byTree[tree] = MarginalVariance.Of(
                RegressionTree.Fit(axes, values, rows, settings.LeafTrials), names.Length);
        });
        return [.. names.Select((_, axis) => byTree.Average(v => v[axis]))];
    }

    /// <summary>Where the trials lie on a parameter's unit interval.</summary>
    private static double[] Places(TrialRecord[] trials, string name, double[] values, SeededRandom random)
    {
        Distribution distribution = trials.Last(t => t.Parameters.ContainsKey(name)).Distributions[name];
        double[]? ranks = distribution is CategoricalDistribution categories
            ? Ranks(categories, trials, name, values)
            : null;
        var places = new double[trials.Length];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = trials[i].Parameters.TryGetValue(name, out double value)
                ? Math.Clamp(distribution.ToUnit(ranks?[(int)value] ?? value), 0, 1)
                : random.NextDouble();
        }

        return places;
    }

    /// <summary>The position of each category in the order of their mean values; those never chosen count as the mean of
    /// all, which is 0.</summary>
    private static double[] Ranks(CategoricalDistribution categories, TrialRecord[] trials, string name, double[] values)
    {
        double[] means = [.. categories.Choices.Select((_, category) => values
            .Where((_, i) => trials[i].Parameters.TryGetValue(name, out double chosen) && chosen == category)
            .DefaultIfEmpty(0).Average())];
        var ranks = new double[means.Length];
        double rank = 0;
        foreach (int category in Enumerable.Range(0, ranks.Length).OrderBy(c => means[c]))
        {
            ranks[category] = rank++;
        }

        return ranks;
    }
}
