namespace PocketFlow.Formats.TfLite;

/// <summary>Finds the layout that a reshaped value has when its elements stay where they are.</summary>
internal static class LayoutReshape
{
    /// <summary>Axes of the input that become axes of the output: equal products, axes of size 1 left out.</summary>
    private readonly record struct Group(List<int> From, List<int> To);

    /// <summary>The layout of the output, or null where no layout describes it and data must move.</summary>
    public static Layout? Follow(Layout layout, IReadOnlyList<long> from, IReadOnlyList<long> to)
    {
        if (layout.Merged is not null || Groups(from, to) is not { } groups)
        {
            return null;
        }

        var order = new List<int>();
        MergedAxis? merged = null;
        int[] physical = [.. layout.Order.Where(a => from[a] != 1)];
        for (int at = 0; at < physical.Length;)
        {
            Group group = groups.Find(g => g.From.Contains(physical[at]));
            int[] run = [.. physical.Skip(at).Take(group.From.Count)];
            if (!run.SequenceEqual(group.From))
            {
                bool canMerge = merged is null && group.To.Count == 1 && run.Order().SequenceEqual(group.From);
                if (!canMerge)
                {
                    return null;
                }

                merged = new MergedAxis(
                    group.To[0], [.. group.From.Select(a => from[a])], [.. run.Select(a => group.From.IndexOf(a))]);
            }

            order.AddRange(group.To);
            at += group.From.Count;
        }

        Layout result = WithUnitAxes(order, to);
        return merged is null ? result
            : result.IsSameSequence(Layout.Logical(to.Count), to) ? Layout.Logical(to.Count).With(merged) : null;
    }

    private static List<Group>? Groups(IReadOnlyList<long> from, IReadOnlyList<long> to)
    {
        var groups = new List<Group>();
        var left = new Queue<int>(Enumerable.Range(0, from.Count).Where(i => from[i] != 1));
        var right = new Queue<int>(Enumerable.Range(0, to.Count).Where(i => to[i] != 1));
        while (left.Count > 0 && right.Count > 0)
        {
            var group = new Group([left.Dequeue()], [right.Dequeue()]);
            long a = from[group.From[0]];
            long b = to[group.To[0]];
            while (a != b)
            {
                Queue<int> shorter = a < b ? left : right;
                if (!shorter.TryDequeue(out int axis))
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

    /// <summary>A layout for axes in a given order; axes of size 1 go where they make it an ordinary one.</summary>
    private static Layout WithUnitAxes(List<int> order, IReadOnlyList<long> dims)
    {
        int[] units = [.. Enumerable.Range(0, dims.Count).Where(a => dims[a] == 1)];
        int first = order.Count == 0 ? 0 : order.Min();
        Layout free = Layout.Of([.. units.Where(a => a < first), .. order, .. units.Where(a => a >= first)]);
        Layout logical = Layout.Logical(dims.Count);
        Layout channelsLast = Layout.ChannelsLast(dims.Count);
        return free.IsSameSequence(logical, dims) ? logical
            : free.IsSameSequence(channelsLast, dims) ? channelsLast : free;
    }
}
