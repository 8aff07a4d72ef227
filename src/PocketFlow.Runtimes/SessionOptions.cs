namespace PocketFlow.Runtimes;

/// <summary>How a session runs its model.</summary>
public sealed record SessionOptions
{
    /// <summary>
    /// Threads that one operator may use, at least 1. Small networks get slower and noisier with more. LiteRT's
    /// WebAssembly build always uses 1.
    /// </summary>
    /// <value>The default is 1.</value>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Whether idle threads of ONNX Runtime wait in a loop rather than asleep; only matters with more than one thread.
    /// Set it to false where other work shares the processor.
    /// </summary>
    /// <value>The default is true, as in ONNX Runtime itself.</value>
    public bool AllowSpinning { get; init; } = true;

    /// <summary>Samples in one call of a model whose first axis is open, at least 1; others run one by one.</summary>
    /// <value>The default is 64.</value>
    public int BatchSize { get; init; } = 64;

    internal void ThrowIfInvalid()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1, nameof(Threads));
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1, nameof(BatchSize));
    }
}
