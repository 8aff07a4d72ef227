namespace PocketFlow.Formats.TfLite;

/// <summary>What a file is written from: one subgraph with its tensors, operators and constants.</summary>
internal sealed class TfLiteContent(string name)
{
    public string Name { get; } = name;

    public List<TfLiteTensor> Tensors { get; } = [];

    public List<TfLiteOperator> Operators { get; } = [];

    /// <summary>The constants; the first stays empty, since 0 marks what is computed.</summary>
    public List<ReadOnlyMemory<byte>> Buffers { get; } = [default];

    public List<int> Inputs { get; } = [];

    public List<int> Outputs { get; } = [];

    public SortedDictionary<string, string> Metadata { get; init; } = [];
}
