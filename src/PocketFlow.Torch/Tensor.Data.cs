using PocketFlow.Torch.Interop;

namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    /// <summary>Copies numbers into a new tensor.</summary>
    /// <typeparam name="T">float, double, Half, byte, sbyte, short, int, long or bool.</typeparam>
    /// <param name="data">The elements, last axis fastest.</param>
    /// <param name="shape">The length of each axis; left out, the tensor has one axis.</param>
    /// <param name="device">Where the tensor lives.</param>
    /// <exception cref="ArgumentException">The number of elements does not fit the shape.</exception>
    public static Tensor FromArray<T>(ReadOnlySpan<T> data, IntList shape = default, Device device = default)
        where T : unmanaged
    {
        long[] sizes = shape.List ?? [shape.Kind == ValueKind.Integer ? shape.Single : data.Length];
        long count = 1;
        foreach (long size in sizes)
        {
            count = checked(count * size);
        }

        if (count != data.Length)
        {
            throw new ArgumentException(
                $"{data.Length} elements were given; shape [{string.Join(", ", sizes)}] has {count}.", nameof(data));
        }

        return new Tensor(TensorCalls.FromMemory(data, DTypes.Of<T>(), sizes, device));
    }

    /// <summary>Copies numbers into a new tensor.</summary>
    /// <inheritdoc cref="FromArray{T}(ReadOnlySpan{T}, IntList, Device)"/>
    public static Tensor FromArray<T>(T[] data, IntList shape = default, Device device = default)
        where T : unmanaged => FromArray((ReadOnlySpan<T>)data, shape, device);

    /// <summary>Copies the elements out, converted to the wanted type, last axis fastest.</summary>
    /// <typeparam name="T">float, double, Half, byte, sbyte, short, int, long or bool.</typeparam>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        T[] result = new T[ElementCount];
        CopyTo(result.AsSpan());
        return result;
    }

    /// <summary>Copies the elements out, converted to the wanted type, last axis fastest.</summary>
    /// <typeparam name="T">float, double, Half, byte, sbyte, short, int, long or bool.</typeparam>
    /// <param name="destination">Room for exactly <see cref="ElementCount"/> elements.</param>
    /// <exception cref="TorchException">The destination has another length.</exception>
    public void CopyTo<T>(Span<T> destination)
        where T : unmanaged => TensorCalls.ToMemory(this, destination, DTypes.Of<T>());

    /// <summary>Overwrites the elements with numbers of the same count; no gradient is recorded.</summary>
    /// <typeparam name="T">float, double, Half, byte, sbyte, short, int, long or bool.</typeparam>
    /// <param name="source">The elements, last axis fastest.</param>
    public void CopyFrom<T>(ReadOnlySpan<T> source)
        where T : unmanaged
    {
        using Tensor values = FromArray(source, Shape);
        using var noGrad = Engine.NoGrad();
        CopyInPlace(values);
    }

    /// <summary>The tensor's own memory, of a contiguous tensor on the processor. It must not be used after the tensor
    /// is freed; keep the tensor alive with <see cref="GC.KeepAlive"/>.</summary>
    /// <typeparam name="T">A type as large as the element type; for bfloat16 a 16-bit integer.</typeparam>
    /// <exception cref="InvalidOperationException">The sizes differ.</exception>
    /// <exception cref="TorchException">The tensor is elsewhere or not contiguous.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        Span<T> view = TensorCalls.View<T>(this);
        return view.Length == ElementCount
            ? view
            : throw new InvalidOperationException($"Elements of type {DType} can't be seen as {typeof(T)}.");
    }

    /// <summary>The value of a tensor with one element.</summary>
    /// <exception cref="InvalidOperationException">It has another number of elements.</exception>
    public double Item() => Item<double>();

    /// <summary>The value of a tensor with one element, converted.</summary>
    /// <typeparam name="T">float, double, Half, byte, sbyte, short, int, long or bool.</typeparam>
    /// <exception cref="InvalidOperationException">It has another number of elements.</exception>
    public T Item<T>()
        where T : unmanaged
    {
        if (ElementCount != 1)
        {
            throw new InvalidOperationException($"Item wants one element; {this} has {ElementCount}.");
        }

        Span<T> value = stackalloc T[1];
        CopyTo(value);
        return value[0];
    }
}
