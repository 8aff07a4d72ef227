namespace PocketFlow.Formats.TfLite;

/// <summary>The element type that a file's inputs and outputs have.</summary>
public enum TfLiteInterface
{
    /// <summary>Float32; a quantised network converts at its borders.</summary>
    Float,

    /// <summary>Int8 with the scales of the network's first and last values; only for quantised networks.</summary>
    Int8,
}
