namespace PocketFlow.Reports;

/// <summary>What a search gave to a layer, and why.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Before">What it had, with its unit, for example <c>64 channels</c> or <c>32 bits</c>.</param>
/// <param name="After">What it has now, in the same unit.</param>
/// <param name="Kept">After over before, 0 to 1; null where that means nothing.</param>
/// <param name="Sensitivity">What compressing this layer alone costs, in the objective's unit; null where not
/// measured.</param>
/// <param name="Reason">Why, a few words.</param>
public sealed record LayerChoice(
    string Layer, string Before, string After, double? Kept, double? Sensitivity, string Reason);
