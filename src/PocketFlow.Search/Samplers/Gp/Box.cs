namespace PocketFlow.Search;

/// <summary>A product of intervals of losses; lower bounds may be minus infinity.</summary>
internal readonly record struct Box(double[] Lower, double[] Upper);
