namespace PocketFlow.Reports;

/// <summary>A target of the recipe and what was reached.</summary>
/// <param name="Name">What was wanted, for example <c>speed-up in MACs</c>.</param>
/// <param name="Asked">The wanted factor.</param>
/// <param name="Reached">The factor that was reached.</param>
public sealed record TargetReport(string Name, double Asked, double Reached)
{
    /// <summary>Whether the target was met.</summary>
    public bool IsMet => Reached >= Asked;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"Target {Name}: asked {Asked:0.##}x, reached {Reached:0.##}x{(IsMet ? "" : " — not met")}.");
}
