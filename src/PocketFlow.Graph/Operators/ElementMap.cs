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
}
