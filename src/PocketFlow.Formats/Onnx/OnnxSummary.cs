namespace PocketFlow.Formats.Onnx;

/// <summary>What the header of an ONNX file says, without its weights.</summary>
public sealed record OnnxSummary
{
    /// <summary>The graph's name.</summary>
    public required string GraphName { get; init; }

    /// <summary>The version of the container format.</summary>
    public required long IrVersion { get; init; }

    /// <summary>The version of the standard operators.</summary>
    public required int Opset { get; init; }

    /// <summary>The program that wrote the file; empty where it doesn't say.</summary>
    public required string ProducerName { get; init; }

    /// <summary>That program's version; empty where it doesn't say.</summary>
    public required string ProducerVersion { get; init; }

    /// <summary>The inputs that a caller must provide; initializers are not among them.</summary>
    public required IReadOnlyList<OnnxValueInfo> Inputs { get; init; }

    /// <summary>The outputs.</summary>
    public required IReadOnlyList<OnnxValueInfo> Outputs { get; init; }

    /// <summary>The notes that the file carries, by key.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>The number of nodes as stored, before anything is folded.</summary>
    public required int NodeCount { get; init; }

    /// <summary>The number of elements in all initializers.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>Whether the file holds a model in QDQ form.</summary>
    public required bool IsQuantized { get; init; }
}
