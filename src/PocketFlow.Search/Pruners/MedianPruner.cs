namespace PocketFlow.Search;

/// <summary>Ends a trial whose best value so far is worse than the median of the completed trials' at the same step (Golovin
/// et al. 2017, "Google Vizier", section 3.2).</summary>
public sealed class MedianPruner : PercentilePruner
{
    /// <summary>Creates the pruner.</summary>
    public MedianPruner() => Percentile = 50;

    /// <inheritdoc/>
    public override string Name => "median";
}
