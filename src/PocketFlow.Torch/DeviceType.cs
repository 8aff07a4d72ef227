namespace PocketFlow.Torch;

/// <summary>The kind of a device; the values are libtorch's own.</summary>
public enum DeviceType
{
    /// <summary>The processor.</summary>
    Cpu = 0,

    /// <summary>An NVIDIA graphics processor.</summary>
    Cuda = 1,
}
