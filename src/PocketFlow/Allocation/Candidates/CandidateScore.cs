namespace PocketFlow.Allocation;

/// <summary>How good a candidate is on the validation images.</summary>
/// <param name="Metric">The task's metric that chooses.</param>
/// <param name="Distance">The mean squared difference of its outputs from the original's, relative to the mean square of
/// these.</param>
/// <param name="Milliseconds">The median of its file in a runtime, where the budget is a latency; else null.</param>
public sealed record CandidateScore(double Metric, double Distance, double? Milliseconds = null);
