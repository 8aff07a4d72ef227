namespace PocketFlow.Runtimes.Interop;

/// <summary>ONNX Runtime returned an error status; the message is its own.</summary>
internal sealed class OrtException(string message) : Exception(message);
