namespace PocketFlow.Formats.TfLite;

/// <summary>A tensor of a subgraph; buffer 0 means that it is computed.</summary>
internal sealed record TfLiteTensor(
    string Name, TfLiteTensorType Type, int[] Dims, int Buffer, TfLiteQuantization? Quantization)
{
    public string Name { get; set; } = Name;
}
