using System.Runtime.InteropServices;

namespace PocketFlow.Runtimes;

/// <summary>Converts between the floats of the public interface and the bytes that models store.</summary>
internal static class TensorCodec
{
    public static int ElementSize(TensorElementType type) => type switch
    {
        TensorElementType.Float32 or TensorElementType.Int32 => 4,
        TensorElementType.Int64 => 8,
        _ => 1,
    };

    public static void Encode(ReadOnlySpan<float> values, TensorInfo tensor, Span<byte> bytes)
    {
        switch (tensor.ElementType)
        {
            case TensorElementType.Float32:
                MemoryMarshal.AsBytes(values).CopyTo(bytes);
                break;
            case TensorElementType.Int32:
                EncodeIntegers(values, tensor, MemoryMarshal.Cast<byte, int>(bytes), int.MinValue, int.MaxValue);
                break;
            case TensorElementType.Int64:
                EncodeIntegers(values, tensor, MemoryMarshal.Cast<byte, long>(bytes), long.MinValue, long.MaxValue);
                break;
            case TensorElementType.UInt8:
                EncodeIntegers(values, tensor, bytes, byte.MinValue, byte.MaxValue);
                break;
            default:
                EncodeIntegers(values, tensor, MemoryMarshal.Cast<byte, sbyte>(bytes), sbyte.MinValue, sbyte.MaxValue);
                break;
        }
    }

    public static void Decode(ReadOnlySpan<byte> bytes, TensorInfo tensor, Span<float> values)
    {
        switch (tensor.ElementType)
        {
            case TensorElementType.Float32:
                bytes.CopyTo(MemoryMarshal.AsBytes(values));
                break;
            case TensorElementType.Int32:
                DecodeIntegers(MemoryMarshal.Cast<byte, int>(bytes), tensor, values);
                break;
            case TensorElementType.Int64:
                DecodeIntegers(MemoryMarshal.Cast<byte, long>(bytes), tensor, values);
                break;
            case TensorElementType.UInt8:
                DecodeIntegers(bytes, tensor, values);
                break;
            default:
                DecodeIntegers(MemoryMarshal.Cast<byte, sbyte>(bytes), tensor, values);
                break;
        }
    }

    // Division, not multiplication by 1/scale: that is how quantised files are made, and ties fall the same way.
    private static void EncodeIntegers<T>(ReadOnlySpan<float> values, TensorInfo tensor, Span<T> stored, T low, T high)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        double scale = tensor.Quantization?.Scale ?? 1;
        var zeroPoint = tensor.Quantization?.ZeroPoint ?? 0;
        for (var i = 0; i < values.Length; i++)
        {
            var real = Math.Round(values[i] / scale, MidpointRounding.ToEven) + zeroPoint;
            stored[i] = real <= double.CreateChecked(low) ? low
                : real >= double.CreateChecked(high) ? high
                : T.CreateTruncating(real);
        }
    }

    private static void DecodeIntegers<T>(ReadOnlySpan<T> stored, TensorInfo tensor, Span<float> values)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        double scale = tensor.Quantization?.Scale ?? 1;
        var zeroPoint = tensor.Quantization?.ZeroPoint ?? 0;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)((double.CreateChecked(stored[i]) - zeroPoint) * scale);
        }
    }
}
