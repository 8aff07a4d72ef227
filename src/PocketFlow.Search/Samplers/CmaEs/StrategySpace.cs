namespace PocketFlow.Search;

/// <summary>The parameters that the strategy chooses: numbers as axes of the unit cube, categories beside them.</summary>
internal sealed class StrategySpace
{
    public StrategySpace(SearchSpace space)
    {
        KeyValuePair<string, Distribution>[] open = [.. space.Where(p => !p.Value.IsSingle)];
        Numbers = [.. open.Where(p => p.Value is not CategoricalDistribution)];
        Categories = [.. open.Where(p => p.Value is CategoricalDistribution)];
    }

    public IReadOnlyList<KeyValuePair<string, Distribution>> Numbers { get; }

    public IReadOnlyList<KeyValuePair<string, Distribution>> Categories { get; }

    /// <summary>What the axes hold.</summary>
    public IReadOnlyList<Distribution> Axes => field ??= [.. Numbers.Select(p => p.Value)];

    /// <summary>λ: 4 + ⌊3 ln n⌋ (Hansen 2016, table 1).</summary>
    public int DefaultPopulation => 4 + (int)(3 * Math.Log(Math.Max(1, Numbers.Count + Categories.Count)));

    public bool IsSame(StrategySpace other) =>
        Numbers.SequenceEqual(other.Numbers) && Categories.SequenceEqual(other.Categories);

    /// <summary>Whether a trial has a value of every parameter.</summary>
    public bool Holds(TrialRecord trial) => Numbers.Concat(Categories).All(
        p => trial.Parameters.TryGetValue(p.Key, out double value) && p.Value.Contains(value));

    /// <summary>The categories of a trial, as indices.</summary>
    public int[] CategoriesOf(TrialRecord trial) => [.. Categories.Select(p => (int)trial.Parameters[p.Key])];

    /// <summary>Where a trial is on the cube, and whether the strategy drew it there. What it drew within the cell of a value
    /// is told as drawn (Hamano et al. 2022); other values are told as the middles of their cells.</summary>
    public (double[] Point, bool IsDrawn) PointOf(TrialRecord trial)
    {
        Dictionary<string, double> drawn = TrialNotes.Drawn(trial);
        double[] point = new double[Numbers.Count];
        bool isDrawn = true;
        for (int i = 0; i < point.Length; i++)
        {
            (string name, Distribution distribution) = Numbers[i];
            double value = trial.Parameters[name];
            bool isOwn = drawn.TryGetValue(name, out point[i]) && distribution.FromUnit(point[i]) == value;
            point[i] = isOwn ? point[i] : distribution.ToUnit(value);
            isDrawn &= isOwn;
        }

        return (point, isDrawn);
    }
}
