namespace PocketFlow.Search;

/// <summary>A worker's right to a running trial.</summary>
/// <param name="TrialId">The trial in its storage.</param>
/// <param name="Worker">Who holds it: a text that no other worker has.</param>
public readonly record struct TrialClaim(long TrialId, string Worker);
