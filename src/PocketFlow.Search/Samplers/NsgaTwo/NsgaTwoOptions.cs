namespace PocketFlow.Search;

/// <summary>Settings of <see cref="NsgaTwoSampler"/>.</summary>
public sealed record NsgaTwoOptions
{
    /// <summary>Trials of a generation, and how many of all are kept as parents. Smaller ones suit fewer trials.</summary>
    /// <value>The default is 50; at least 2.</value>
    public int PopulationSize
    {
        get;
        init => field = value >= 2
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "expected 2 or more trials.");
    }
    = 50;

    /// <summary>Chance that a child has two parents.</summary>
    /// <value>The default is 0.9.</value>
    public double CrossoverProbability { get; init; } = 0.9;

    /// <summary>How near children stay to their parents where both are mixed.</summary>
    /// <value>The default is 20 (Deb 2002, section V).</value>
    public double CrossoverIndex { get; init; } = 20;

    /// <summary>Chance that a parameter of a child is changed.</summary>
    /// <value>By default one parameter of each child on average.</value>
    public double? MutationProbability { get; init; }

    /// <summary>How near a changed parameter stays.</summary>
    /// <value>The default is 20 (Deb 2002, section V).</value>
    public double MutationIndex { get; init; } = 20;
}
