namespace PocketFlow.Runtimes.LiteRt;

/// <summary>The worker answered with an error, or is gone; sessions add which model it was.</summary>
internal sealed class LiteRtWorkerException(string message, Exception? inner = null) : Exception(message, inner);
