namespace PocketFlow.Torch;

/// <summary>How a loss is gathered from its elements; the values are libtorch's own.</summary>
public enum Reduction
{
    /// <summary>Each element's loss is kept.</summary>
    None = 0,

    /// <summary>The mean over elements.</summary>
    Mean = 1,

    /// <summary>The sum over elements.</summary>
    Sum = 2,
}
