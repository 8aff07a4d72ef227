namespace PocketFlow.Formats.TensorFlow;

/// <summary>What a TensorFlow model says of itself, without its weights.</summary>
public sealed record TensorFlowSummary
{
    /// <summary>Whether it is a SavedModel; else it is a frozen graph.</summary>
    public required bool IsSavedModel { get; init; }

    /// <summary>The version of TensorFlow that wrote it; empty where it doesn't say.</summary>
    public required string Version { get; init; }

    /// <summary>The signatures of a SavedModel; empty for a frozen graph.</summary>
    public required IReadOnlyList<string> Signatures { get; init; }

    /// <summary>The inputs that a caller must provide.</summary>
    public required IReadOnlyList<TensorFlowTensorInfo> Inputs { get; init; }

    /// <summary>The outputs; their types and shapes are not known in a frozen graph.</summary>
    public required IReadOnlyList<TensorFlowTensorInfo> Outputs { get; init; }

    /// <summary>How often each operator occurs among the nodes that the outputs depend on.</summary>
    public required IReadOnlyDictionary<string, int> Operators { get; init; }
}
