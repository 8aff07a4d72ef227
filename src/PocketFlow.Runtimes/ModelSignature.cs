namespace PocketFlow.Runtimes;

/// <summary>Inputs and outputs of a loaded model.</summary>
internal sealed record ModelSignature(IReadOnlyList<TensorInfo> Inputs, IReadOnlyList<TensorInfo> Outputs);
