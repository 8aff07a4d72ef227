namespace PocketFlow.Formats.TfLite;

/// <summary>What a file says of an input or output.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The element type.</param>
/// <param name="Dims">The dimensions, outermost first; images are batch, height, width, channels.</param>
/// <param name="Quantization">How integers stand for reals, or null.</param>
public sealed record TfLiteTensorInfo(
    string Name, TfLiteTensorType Type, IReadOnlyList<int> Dims, TfLiteQuantization? Quantization);
