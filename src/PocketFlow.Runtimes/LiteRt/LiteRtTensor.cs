namespace PocketFlow.Runtimes.LiteRt;

/// <summary>An input or output as the worker describes it; Type is LiteRT's element type number.</summary>
internal sealed record LiteRtTensor(string Name, int Type, int[] Dims, int Bytes);
