namespace PocketFlow.SamplerBench;

/// <summary>What a function gives: objectives without noise, and constraints, which are met at 0 or below.</summary>
internal sealed record Evaluation(double[] Values, double[] Constraints);
