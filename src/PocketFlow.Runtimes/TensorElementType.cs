namespace PocketFlow.Runtimes;

/// <summary>The element types of model inputs and outputs that sessions can carry.</summary>
#pragma warning disable CA1720 // An element type is named by its type.
public enum TensorElementType
{
    /// <summary>IEEE 754 single precision.</summary>
    Float32,

    /// <summary>Signed 32-bit integer.</summary>
    Int32,

    /// <summary>Signed 64-bit integer; values beyond 2^24 lose precision on their way through float.</summary>
    Int64,

    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8,

    /// <summary>Signed 8-bit integer.</summary>
    Int8,
}
#pragma warning restore CA1720
