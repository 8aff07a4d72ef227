using System.Runtime.InteropServices;

namespace PocketFlow.Graphs;

/// <summary>An immutable constant tensor: element type, dimensions and little-endian, row-major bytes.</summary>
public sealed class TensorData
{
    private readonly long[] _dims;

    /// <summary>Wraps bytes without copying; the caller must not change them afterwards.</summary>
    /// <exception cref="ArgumentException">The number of bytes is not what type and dimensions ask for.</exception>
    public TensorData(ElementType type, ReadOnlySpan<long> dims, ReadOnlyMemory<byte> bytes)
    {
        Type = type;
        _dims = dims.ToArray();
        Bytes = bytes;
        Count = CountOf(_dims);
        if (bytes.Length != checked(Count * type.SizeInBytes()))
        {
            throw new ArgumentException(
                $"{bytes.Length} bytes were given for {type}[{string.Join(", ", _dims)}], "
                + $"which takes {Count * type.SizeInBytes()}.", nameof(bytes));
        }
    }

    /// <summary>The type of the elements.</summary>
    public ElementType Type { get; }

    /// <summary>The dimensions, outermost first; empty for a scalar.</summary>
    public ReadOnlySpan<long> Dims => _dims;

    /// <summary>The dimensions as a shape.</summary>
    public Shape Shape => new(_dims);

    /// <summary>The number of axes.</summary>
    public int Rank => _dims.Length;

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>The elements' bytes, little-endian, row-major.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Creates a tensor from elements of any .NET number type that a tensor can hold; copies them.</summary>
    public static TensorData From<T>(ReadOnlySpan<T> elements, params ReadOnlySpan<long> dims)
        where T : unmanaged =>
        new(ElementTypes.Of<T>(), dims, MemoryMarshal.AsBytes(elements).ToArray());

    /// <summary>Creates a one-dimensional tensor of 64-bit integers, the form of shapes, axes and pads.</summary>
    public static TensorData Vector(params ReadOnlySpan<long> elements) => From(elements, elements.Length);

    /// <summary>Creates a scalar.</summary>
    public static TensorData Scalar<T>(T element)
        where T : unmanaged => From<T>([element]);

    /// <summary>The elements without copying.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds another element type.</exception>
    public ReadOnlySpan<T> As<T>()
        where T : unmanaged => ElementTypes.Of<T>() == Type
        ? MemoryMarshal.Cast<byte, T>(Bytes.Span)
        : throw new InvalidOperationException($"A tensor of {Type} was read as {typeof(T).Name}.");

    /// <summary>The elements of any integer type as 64-bit integers.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds no integers.</exception>
    public long[] ToInt64s() => Type switch
    {
        ElementType.Int64 => As<long>().ToArray(),
        ElementType.Int32 => Convert<int, long>(),
        ElementType.UInt8 => Convert<byte, long>(),
        ElementType.Int8 => Convert<sbyte, long>(),
        ElementType.Int16 => Convert<short, long>(),
        ElementType.UInt16 => Convert<ushort, long>(),
        ElementType.UInt32 => Convert<uint, long>(),
        ElementType.UInt64 => Convert<ulong, long>(),
        ElementType.Boolean => Array.ConvertAll(Bytes.ToArray(), b => b == 0 ? 0L : 1L),
        _ => throw new InvalidOperationException($"A tensor of {Type} was read as integers."),
    };

    /// <summary>The elements of any number type as 32-bit floats.</summary>
    /// <exception cref="InvalidOperationException">The element type has no conversion.</exception>
    public float[] ToFloats() => Type switch
    {
        ElementType.Float32 => As<float>().ToArray(),
        ElementType.Float64 => Convert<double, float>(),
        ElementType.Float16 => Convert<Half, float>(),
        ElementType.BFloat16 => TensorConversion.To(this, ElementType.Float32).As<float>().ToArray(),
        _ => Array.ConvertAll(ToInt64s(), x => (float)x),
    };

    /// <summary>The same elements under other dimensions.</summary>
    public TensorData Reshape(params ReadOnlySpan<long> dims) => new(Type, dims, Bytes);

    /// <inheritdoc/>
    public override string ToString() => $"{Type}[{string.Join(", ", _dims)}]";

    /// <summary>The number of elements of a tensor with these dimensions.</summary>
    public static long CountOf(ReadOnlySpan<long> dims)
    {
        long count = 1;
        foreach (long dim in dims)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dim, nameof(dims));
            count = checked(count * dim);
        }

        return count;
    }

    private TTo[] Convert<TFrom, TTo>()
        where TFrom : unmanaged, System.Numerics.INumberBase<TFrom>
        where TTo : System.Numerics.INumberBase<TTo> =>
        Array.ConvertAll(As<TFrom>().ToArray(), TTo.CreateTruncating);
}
