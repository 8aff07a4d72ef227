namespace PocketFlow.Graphs.Operators;

/// <summary>How the range of an operator's output relates to that of its input when values are integers.</summary>
public enum QuantizationRule
{
    /// <summary>The output has a range of its own.</summary>
    OwnRange,

    /// <summary>The output holds elements of its data inputs unchanged and must share their scale and zero point.</summary>
    SameAsInput,

    /// <summary>The operator computes no data of the network (shape arithmetic) and is not quantized.</summary>
    NotQuantized,
}
