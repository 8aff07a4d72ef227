namespace PocketFlow.Graphs.Passes.Transposes;

/// <summary>Follows permuted axes through a reshape.</summary>
internal static class ReshapedAxes
{
    /// <summary>What stands in for a symbol in products; no dimension of a tensor is a multiple of it.</summary>
    private const long SymbolSize = int.MaxValue;

    /// <summary>Axes that become axes of the output: equal products, axes of size 1 left out.</summary>
    private readonly record struct Group(List<int> From, List<int> To);

    /// <summary>
    /// How the output's axes lie when the source is reshaped without moving elements, or null where they must move.
    /// </summary>
    public static Permutation? Follow(Shape from, Shape to, Permutation axes)
    {
        if (SizesOf(from) is not { } left || SizesOf(to) is not { } right || Groups(left, right) is not { } groups)
        {
            return null;
        }

        int[] order = [.. axes.Inverse().ToArray().Where(a => left[a] != 1)];
        var result = new List<int>();
        for (int at = 0; at < order.Length;)
        {
            Group group = groups.Find(g => g.From.Contains(order[at]));
            if (!order.Skip(at).Take(group.From.Count).SequenceEqual(group.From))
            {
                return null;
            }

            result.AddRange(group.To);
            at += group.From.Count;
        }

        return WithUnitAxes(result, right);
    }

    // Two dimensions without a name may differ, so that at most one is allowed.
    private static long[]? SizesOf(Shape shape) =>
        shape.Count(d => d == Dim.Unknown) > 1 || shape.Any(d => d == (Dim)0)
        || shape.Where(d => !d.IsKnown).Distinct().Count() > 1
            ? null
            : shape.ToArray(SymbolSize);

    private static List<Group>? Groups(long[] from, long[] to)
    {
        var groups = new List<Group>();
        var left = new Queue<int>(Enumerable.Range(0, from.Length).Where(i => from[i] != 1));
        var right = new Queue<int>(Enumerable.Range(0, to.Length).Where(i => to[i] != 1));
        while (left.Count > 0 && right.Count > 0)
        {
            var group = new Group([left.Dequeue()], [right.Dequeue()]);
            Int128 a = from[group.From[0]];
            Int128 b = to[group.To[0]];
            while (a != b)
            {
                if (!(a < b ? left : right).TryDequeue(out int axis))
                {
                    return null;
                }

                (a < b ? group.From : group.To).Add(axis);
                (a, b) = a < b ? (a * from[axis], b) : (a, b * to[axis]);
            }

            groups.Add(group);
        }

        return left.Count + right.Count == 0 ? groups : null;
    }

    /// <summary>The permutation for axes in the source's order; axes of size 1 go behind the axis before them.</summary>
    private static Permutation WithUnitAxes(List<int> order, long[] sizes)
    {
        if (order.SequenceEqual(order.Order()))
        {
            return Permutation.Identity(sizes.Length);
        }

        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis] == 1)
            {
                order.Insert(order.IndexOf(axis - 1) + 1, axis);
            }
        }

        return new Permutation([.. order]).Inverse();
    }
}
