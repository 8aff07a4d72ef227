using System.Diagnostics.CodeAnalysis;

namespace PocketFlow.Torch;

/// <summary>The type of a tensor's elements; the values are libtorch's own.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names of the types are the subject.")]
public enum DType
{
    /// <summary>8-bit unsigned integer.</summary>
    UInt8 = 0,

    /// <summary>8-bit signed integer.</summary>
    Int8 = 1,

    /// <summary>16-bit signed integer.</summary>
    Int16 = 2,

    /// <summary>32-bit signed integer.</summary>
    Int32 = 3,

    /// <summary>64-bit signed integer; the type of class labels and indices.</summary>
    Int64 = 4,

    /// <summary>IEEE half precision.</summary>
    Float16 = 5,

    /// <summary>IEEE single precision.</summary>
    Float32 = 6,

    /// <summary>IEEE double precision.</summary>
    Float64 = 7,

    /// <summary>Truth value, one byte.</summary>
    Bool = 11,

    /// <summary>The upper 16 bits of single precision.</summary>
    BFloat16 = 15,
}
