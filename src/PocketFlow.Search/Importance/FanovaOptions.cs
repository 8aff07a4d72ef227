namespace PocketFlow.Search;

/// <summary>How importance is measured.</summary>
public sealed record FanovaOptions
{
    /// <summary>Which objective, from 0.</summary>
    public int Objective { get; init; }

    /// <summary>Trees of the forest.</summary>
    /// <value>The default is 64.</value>
    public int Trees { get; init; } = 64;

    /// <summary>The fewest trials in a leaf; more make the forest deaf to noise and to detail.</summary>
    /// <value>The default is 2.</value>
    public int LeafTrials { get; init; } = 2;

    /// <summary>Seed of the trees' samples.</summary>
    /// <value>The default is 0.</value>
    public long Seed { get; init; }
}
