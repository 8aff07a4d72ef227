namespace PocketFlow.Graphs.Operators;

/// <summary>NumPy-style broadcasting: shapes are aligned at their last axis and axes of size 1 stretch.</summary>
internal static class Broadcast
{
    public static Shape Join(Node node, Shape a, Shape b)
    {
        Dim[] dims = new Dim[Math.Max(a.Rank, b.Rank)];
        for (int i = 1; i <= dims.Length; i++)
        {
            dims[^i] = Join(node, a, b, i);
        }

        return new Shape(dims);
    }

    /// <summary>For every element of the output, the element of an operand that it reads.</summary>
    public static long[] Strides(ReadOnlySpan<long> operand, int rank)
    {
        long[] strides = new long[rank];
        long step = 1;
        for (int i = 1; i <= operand.Length; i++)
        {
            strides[^i] = operand[^i] == 1 ? 0 : step;
            step *= operand[^i];
        }

        return strides;
    }

    private static Dim Join(Node node, Shape a, Shape b, int fromEnd)
    {
        Dim left = fromEnd <= a.Rank ? a[-fromEnd] : 1;
        Dim right = fromEnd <= b.Rank ? b[-fromEnd] : 1;
        if (left == right || right == (Dim)1)
        {
            return left;
        }

        if (left == (Dim)1)
        {
            return right;
        }

        if (left.IsKnown && right.IsKnown)
        {
            throw new InvalidGraphException("broadcast", $"{node.OpType}: {a} and {b} can't be broadcast.", node.Name);
        }

        return left.IsKnown ? left : right;
    }
}
