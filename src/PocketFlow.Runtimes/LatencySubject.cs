namespace PocketFlow.Runtimes;

/// <summary>A loaded model that takes part in a latency comparison.</summary>
/// <param name="Name">Name in the results.</param>
/// <param name="Session">The model, in any runtime; stays the caller's.</param>
public sealed record LatencySubject(string Name, IModelSession Session);
