namespace PocketFlow.Search;

/// <summary>How <see cref="TpeSampler"/> searches.</summary>
public sealed record TpeOptions
{
    /// <summary>Completed and pruned trials before densities are estimated; until then points are a Sobol sequence's.</summary>
    /// <value>The default is 10.</value>
    public int StartupTrials { get; init; } = 10;

    /// <summary>Points drawn from the density of good trials, of which the best is taken.</summary>
    /// <value>The default is 24.</value>
    public int Candidates { get; init; } = 24;

    /// <summary>Whether parameters are chosen together, by densities of all of them, or each by itself.</summary>
    /// <value>The default is together.</value>
    public bool IsJoint { get; init; } = true;
}
