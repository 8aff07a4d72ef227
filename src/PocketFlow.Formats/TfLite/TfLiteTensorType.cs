namespace PocketFlow.Formats.TfLite;

/// <summary>The type of a tensor's elements; the numbers are the schema's.</summary>
public enum TfLiteTensorType
{
    /// <summary>IEEE 754 binary32.</summary>
    Float32 = 0,

    /// <summary>IEEE 754 binary16.</summary>
    Float16 = 1,

    /// <summary>Signed 32-bit integer.</summary>
    Int32 = 2,

    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8 = 3,

    /// <summary>Signed 64-bit integer.</summary>
    Int64 = 4,

    /// <summary>Text.</summary>
    Text = 5,

    /// <summary>Boolean, one byte.</summary>
    Boolean = 6,

    /// <summary>Signed 16-bit integer.</summary>
    Int16 = 7,

    /// <summary>Two binary32.</summary>
    Complex64 = 8,

    /// <summary>Signed 8-bit integer.</summary>
    Int8 = 9,

    /// <summary>IEEE 754 binary64.</summary>
    Float64 = 10,

    /// <summary>Two binary64.</summary>
    Complex128 = 11,

    /// <summary>Unsigned 64-bit integer.</summary>
    UInt64 = 12,

    /// <summary>A handle.</summary>
    Resource = 13,

    /// <summary>Any type.</summary>
    Variant = 14,

    /// <summary>Unsigned 32-bit integer.</summary>
    UInt32 = 15,

    /// <summary>Unsigned 16-bit integer.</summary>
    UInt16 = 16,

    /// <summary>Signed 4-bit integer, two a byte.</summary>
    Int4 = 17,

    /// <summary>The upper half of a binary32.</summary>
    BFloat16 = 18,
}
