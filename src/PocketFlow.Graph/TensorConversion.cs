using System.Numerics;
using System.Runtime.InteropServices;

namespace PocketFlow.Graphs;

/// <summary>Converts constants between element types as the operator Cast does.</summary>
public static class TensorConversion
{
    /// <summary>
    /// The same elements in another type: floats round to nearest, even at ties, and lose their fraction on the way to
    /// integers; integers wrap; everything but zero is true.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">One of the types holds no numbers.</exception>
    public static TensorData To(TensorData data, ElementType target) => target == data.Type ? data : data.Type switch
    {
        ElementType.Float32 => From<float>(data, target),
        ElementType.Float64 => From<double>(data, target),
        ElementType.Float16 => From<Half>(data, target),
        ElementType.BFloat16 => To(Widened(data), target),
        ElementType.Int64 => From<long>(data, target),
        ElementType.Int32 => From<int>(data, target),
        ElementType.Int16 => From<short>(data, target),
        ElementType.Int8 => From<sbyte>(data, target),
        ElementType.UInt64 => From<ulong>(data, target),
        ElementType.UInt32 => From<uint>(data, target),
        ElementType.UInt16 => From<ushort>(data, target),
        ElementType.UInt8 => From<byte>(data, target),
        ElementType.Boolean => To(
            Map<byte, byte>(data, ElementType.UInt8, b => (byte)(b == 0 ? 0 : 1)), target),
        _ => throw Unknown(data.Type),
    };

    private static TensorData From<T>(TensorData data, ElementType target)
        where T : unmanaged, INumberBase<T> => target switch
        {
            ElementType.Float32 => Convert<T, float>(data, target),
            ElementType.Float64 => Convert<T, double>(data, target),
            ElementType.Float16 => Convert<T, Half>(data, target),
            ElementType.BFloat16 => Narrowed(Convert<T, float>(data, ElementType.Float32)),
            ElementType.Int64 => Convert<T, long>(data, target),
            ElementType.Int32 => Convert<T, int>(data, target),
            ElementType.Int16 => Convert<T, short>(data, target),
            ElementType.Int8 => Convert<T, sbyte>(data, target),
            ElementType.UInt64 => Convert<T, ulong>(data, target),
            ElementType.UInt32 => Convert<T, uint>(data, target),
            ElementType.UInt16 => Convert<T, ushort>(data, target),
            ElementType.UInt8 => Convert<T, byte>(data, target),
            ElementType.Boolean => Map<T, byte>(data, target, x => (byte)(T.IsZero(x) ? 0 : 1)),
            _ => throw Unknown(target),
        };

    private static TensorData Convert<TFrom, TTo>(TensorData data, ElementType target)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo> => Map<TFrom, TTo>(data, target, TTo.CreateTruncating);

    private static TensorData Map<TFrom, TTo>(TensorData data, ElementType target, Func<TFrom, TTo> convert)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        ReadOnlySpan<TFrom> from = MemoryMarshal.Cast<byte, TFrom>(data.Bytes.Span);
        byte[] bytes = new byte[checked(from.Length * target.SizeInBytes())];
        Span<TTo> to = MemoryMarshal.Cast<byte, TTo>(bytes.AsSpan());
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = convert(from[i]);
        }

        return new TensorData(target, data.Dims, bytes);
    }

    private static TensorData Widened(TensorData data) => Map<ushort, float>(
        data, ElementType.Float32, bits => BitConverter.UInt32BitsToSingle((uint)bits << 16));

    private static TensorData Narrowed(TensorData data) => Map<float, ushort>(data, ElementType.BFloat16, real =>
    {
        uint bits = BitConverter.SingleToUInt32Bits(real);
        // Half of the last kept bit, or a hair less where that bit is even; a NaN must not round to infinity.
        return (ushort)(float.IsNaN(real) ? (bits >> 16) | 0x40 : (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    });

    private static ArgumentOutOfRangeException Unknown(ElementType type) =>
        new(nameof(type), type, "Elements of this type are no numbers.");
}
