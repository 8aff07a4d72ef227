namespace PocketFlow.Torch;

/// <summary>The kind of failure that the native library reported.</summary>
public enum TorchStatus
{
    /// <summary>No failure.</summary>
    Ok = 0,

    /// <summary>libtorch refused the operation, for example because shapes don't fit.</summary>
    TorchError = 1,

    /// <summary>An argument does not fit the operator's schema.</summary>
    InvalidArgument = 2,

    /// <summary>Memory could not be allocated.</summary>
    OutOfMemory = 3,

    /// <summary>A native exception of unknown type was caught.</summary>
    Unknown = 4,
}
