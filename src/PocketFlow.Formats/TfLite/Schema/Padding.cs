namespace PocketFlow.Formats.TfLite;

/// <summary>How a window treats the edges of its input.</summary>
internal enum Padding
{
    /// <summary>As much padding as gives ⌈input / stride⌉ outputs, the odd element behind.</summary>
    Same = 0,

    /// <summary>No padding.</summary>
    Valid = 1,
}
