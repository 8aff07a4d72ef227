namespace PocketFlow.Graphs.Passes.Transposes;

/// <summary>How operators of one kind compute on inputs whose axes are permuted.</summary>
internal abstract class TransposeRule(params string[] opTypes)
{
    /// <summary>The ONNX names of the operators.</summary>
    public IReadOnlyList<string> OpTypes { get; } = opTypes;

    /// <summary>
    /// Rewrites a node to read sources instead of what Transposes make of them, and defines its outputs. Returns false,
    /// with the node as it was, where this can't be done. At least one input is permuted.
    /// </summary>
    public abstract bool TryApply(Node node, TransposeSinking sinking);
}
