namespace PocketFlow.Runtimes.LiteRt;

/// <summary>The worker's answer to a load.</summary>
internal sealed record LiteRtModelInfo(uint Id, LiteRtTensor[] Inputs, LiteRtTensor[] Outputs);
