namespace PocketFlow.Search;

/// <summary>The trial pruners that can be named on the command line.</summary>
public static class PrunerRegistry
{
    /// <summary>Starts with the pruners of this library.</summary>
    public static Registry<ITrialPruner> Default { get; } = new Registry<ITrialPruner>("trial pruner")
        .Register("none", () => new NoPruner())
        .Register("median", () => new MedianPruner())
        .Register("percentile", () => new PercentilePruner())
        .Register("successive-halving", () => new SuccessiveHalvingPruner())
        .Register("hyperband", () => new HyperbandPruner());
}
