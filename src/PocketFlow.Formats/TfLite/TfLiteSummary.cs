namespace PocketFlow.Formats.TfLite;

/// <summary>What a TFLite file holds, without its weights.</summary>
/// <param name="Inputs">What the caller provides.</param>
/// <param name="Outputs">What the caller gets.</param>
/// <param name="Operators">How often each operator occurs, by its schema name, for example <c>CONV_2D</c>.</param>
/// <param name="Metadata">The model's key-value pairs; empty for files of other writers.</param>
/// <param name="BufferBytes">The bytes of all constants.</param>
public sealed record TfLiteSummary(
    IReadOnlyList<TfLiteTensorInfo> Inputs, IReadOnlyList<TfLiteTensorInfo> Outputs,
    IReadOnlyDictionary<string, int> Operators, IReadOnlyDictionary<string, string> Metadata, long BufferBytes);
