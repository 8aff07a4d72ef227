namespace PocketFlow.Tests.Conformance;

/// <summary>A model of one or a few nodes as text, with what is expected of it. See <see cref="CaseText"/>.</summary>
/// <param name="Nodes">The nodes, separated by semicolons.</param>
/// <param name="Opset">The opset whose form the nodes have.</param>
public sealed record OperatorCase(string Nodes, int Opset = 17)
{
    /// <summary>The oldest opset that the model can be written in; older ones must be refused by name.</summary>
    public int SinceOpset { get; init; } = 13;

    /// <summary>Whether TFLite can express the model; where it can't, the writer must refuse it by name.</summary>
    public bool IsInTfLite { get; init; } = true;

    /// <summary>The largest difference to ONNX Runtime, relative to results above 1.</summary>
    public float Tolerance { get; init; } = 1e-5f;

    public override string ToString() => $"{Nodes} (opset {Opset})";
}
