using System.Runtime.InteropServices;

namespace PocketFlow.Graphs.Operators;

/// <summary>Element-by-element index arithmetic for operators that move data, and the copy that applies it.</summary>
internal static class ElementMap
{
    /// <summary>For every element of an output in row-major order, the offset that strides give it.</summary>
    public static long[] Strided(ReadOnlySpan<long> dims, ReadOnlySpan<long> strides, long offset = 0)
    {
        long[] map = new long[TensorData.CountOf(dims)];
        long[] index = new long[dims.Length];
        long position = offset;
        for (long i = 0; i < map.LongLength; i++)
        {
            map[i] = position;
            for (int axis = dims.Length - 1; axis >= 0; axis--)
            {
                position += strides[axis];
                if (++index[axis] < dims[axis])
                {
                    break;
                }

                position -= strides[axis] * dims[axis];
                index[axis] = 0;
            }
        }

        return map;
    }

    /// <summary>The strides of a dense row-major tensor, in elements.</summary>
    public static long[] Dense(ReadOnlySpan<long> dims)
    {
        long[] strides = new long[dims.Length];
        long step = 1;
        for (int i = dims.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= dims[i];
        }

        return strides;
    }

    /// <summary>A tensor whose i-th element is the source's element <c>map[i]</c>.</summary>
    public static TensorData Gather(TensorData source, ReadOnlySpan<long> dims, ReadOnlySpan<long> map)
    {
        int size = source.Type.SizeInBytes();
        byte[] bytes = new byte[map.Length * size];
        ReadOnlySpan<byte> from = source.Bytes.Span;
        for (int i = 0; i < map.Length; i++)
        {
            from.Slice((int)(map[i] * size), size).CopyTo(bytes.AsSpan(i * size));
        }

        return new TensorData(source.Type, dims, bytes);
    }

    /// <summary>A tensor whose axis i is axis <c>order[i]</c> of the source.</summary>
    public static TensorData Permute(TensorData source, ReadOnlySpan<int> order)
    {
        long[] dense = Dense(source.Dims);
        long[] dims = new long[order.Length];
        long[] strides = new long[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            dims[i] = source.Dims[order[i]];
            strides[i] = dense[order[i]];
        }

        byte[] bytes = new byte[source.Bytes.Length];
        switch (source.Type.SizeInBytes())
        {
            case 1:
                Walk<byte>(source.Bytes.Span, bytes, dims, strides);
                break;
            case 2:
                Walk<ushort>(source.Bytes.Span, bytes, dims, strides);
                break;
            case 4:
                Walk<uint>(source.Bytes.Span, bytes, dims, strides);
                break;
            default:
                Walk<ulong>(source.Bytes.Span, bytes, dims, strides);
                break;
        }

        return new TensorData(source.Type, dims, bytes);
    }

    /// <summary>Copies what strides lead to, run by run of the last axis, so that weights need no map of their size.</summary>
    private static void Walk<T>(ReadOnlySpan<byte> source, Span<byte> target, long[] dims, long[] strides)
        where T : unmanaged
    {
        ReadOnlySpan<T> from = MemoryMarshal.Cast<byte, T>(source);
        Span<T> to = MemoryMarshal.Cast<byte, T>(target);
        int run = dims.Length == 0 ? 1 : (int)dims[^1];
        int step = dims.Length == 0 ? 1 : (int)strides[^1];
        long[] index = new long[dims.Length];
        long position = 0;
        for (int at = 0; at < to.Length; at += run)
        {
            for (int i = 0, p = (int)position; i < run; i++, p += step)
            {
                to[at + i] = from[p];
            }

            for (int axis = dims.Length - 2; axis >= 0; axis--)
            {
                position += strides[axis];
                if (++index[axis] < dims[axis])
                {
                    break;
                }

                position -= strides[axis] * dims[axis];
                index[axis] = 0;
            }
        }
    }
}
