namespace PocketFlow.Allocation;

/// <summary>What a budget counts.</summary>
public enum BudgetKind
{
    /// <summary>Multiply-accumulates of one sample.</summary>
    Macs,

    /// <summary>Elements of weights, biases, scales and statistics.</summary>
    Parameters,

    /// <summary>Bytes of the parameters; fewer than 8 bits count as packed.</summary>
    Bytes,

    /// <summary>Bits on average over the elements of the weights, and activations, whose bits are chosen.</summary>
    AverageBits,

    /// <summary>Milliseconds of one run of the exported file in a runtime, batch 1, median.</summary>
    Latency,
}
