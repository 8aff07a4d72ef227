namespace PocketFlow.Formats.TfLite;

/// <summary>Brings the elements of a dense tensor into another order of axes.</summary>
internal static class ElementOrder
{
    /// <summary>A copy whose axis i is axis <c>order[i]</c> of the source.</summary>
    public static T[] Permute<T>(ReadOnlySpan<T> source, IReadOnlyList<long> dims, IReadOnlyList<int> order)
    {
        if (order.Where(a => dims[a] != 1).Order().SequenceEqual(order.Where(a => dims[a] != 1)))
        {
            return source.ToArray();
        }

        int rank = order.Count;
        int[] strides = new int[rank];
        int step = 1;
        for (int i = rank - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= (int)dims[i];
        }

        int[] sizes = [.. order.Select(a => (int)dims[a])];
        int[] steps = [.. order.Select(a => strides[a])];
        var result = new T[source.Length];
        int[] index = new int[rank];
        int inner = sizes[^1];
        int innerStep = steps[^1];
        for (int at = 0, from = 0; at < result.Length; at += inner)
        {
            for (int i = 0, p = from; i < inner; i++, p += innerStep)
            {
                result[at + i] = source[p];
            }

            for (int axis = rank - 2; axis >= 0; axis--)
            {
                from += steps[axis];
                if (++index[axis] < sizes[axis])
                {
                    break;
                }

                from -= steps[axis] * sizes[axis];
                index[axis] = 0;
            }
        }

        return result;
    }
}
