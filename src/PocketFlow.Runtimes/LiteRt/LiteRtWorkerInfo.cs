namespace PocketFlow.Runtimes.LiteRt;

/// <summary>What the worker says about itself when it starts.</summary>
internal sealed record LiteRtWorkerInfo(string Build, bool RelaxedSimd, string Node);
