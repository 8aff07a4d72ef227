namespace PocketFlow.Torch;

/// <summary>Relations between <see cref="DType"/> and .NET types.</summary>
public static class DTypes
{
    /// <summary>The element type that holds a .NET type.</summary>
    /// <typeparam name="T">float, double, Half, byte, sbyte, short, int, long or bool.</typeparam>
    /// <exception cref="NotSupportedException">No element type holds <typeparamref name="T"/>.</exception>
    public static DType Of<T>()
        where T : unmanaged
    {
        return typeof(T) == typeof(float) ? DType.Float32
            : typeof(T) == typeof(double) ? DType.Float64
            : typeof(T) == typeof(Half) ? DType.Float16
            : typeof(T) == typeof(byte) ? DType.UInt8
            : typeof(T) == typeof(sbyte) ? DType.Int8
            : typeof(T) == typeof(short) ? DType.Int16
            : typeof(T) == typeof(int) ? DType.Int32
            : typeof(T) == typeof(long) ? DType.Int64
            : typeof(T) == typeof(bool) ? DType.Bool
            : throw new NotSupportedException(
                $"A tensor can't hold {typeof(T)}; use float, double, Half, byte, sbyte, short, int, long or bool.");
    }

    /// <summary>The size of one element in bytes.</summary>
    /// <param name="type">An element type.</param>
    public static int ByteSize(this DType type) => type switch
    {
        DType.UInt8 or DType.Int8 or DType.Bool => 1,
        DType.Int16 or DType.Float16 or DType.BFloat16 => 2,
        DType.Int32 or DType.Float32 => 4,
        DType.Int64 or DType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown element type."),
    };

    /// <summary>Whether elements are real numbers.</summary>
    /// <param name="type">An element type.</param>
    public static bool IsFloatingPoint(this DType type) =>
        type is DType.Float16 or DType.Float32 or DType.Float64 or DType.BFloat16;
}
