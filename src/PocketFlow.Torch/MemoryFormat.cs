namespace PocketFlow.Torch;

/// <summary>The order of a tensor's elements in memory; the values are libtorch's own.</summary>
public enum MemoryFormat
{
    /// <summary>The last axis is dense, as in a C array.</summary>
    Contiguous = 0,

    /// <summary>As the source tensor has it.</summary>
    Preserve = 1,

    /// <summary>Channels are dense: axes are still N, C, H, W, memory is N, H, W, C.</summary>
    ChannelsLast = 2,
}
