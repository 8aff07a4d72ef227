namespace PocketFlow.Graphs.Pruning;

/// <summary>
/// Labels through a change of shape that keeps the order of elements. An output axis carries the channels where all
/// elements at each of its positions have one and the same atom: flattening repeats atoms, inserting axes moves them.
/// Where the channels are spread over several axes, as for a shuffle, the longest of these carries them, and channels
/// at the same position of it are tied.
/// </summary>
internal static class ChannelReshape
{
    public static void Couple(Node node, ChannelAtoms atoms)
    {
        Value input = node.Input(0);
        Value output = node.Output;
        int[] axes = atoms.AxesOf(input);
        if (axes.Length == 0)
        {
            return;
        }

        if (axes.Length > 1 || !(Place(input, axes[0], output, atoms) || Tie(input, axes[0], output, atoms)))
        {
            atoms.Freeze(input, $"{node.OpType} '{node.Name}' mixes the channels with another axis");
        }
    }

    private static bool Place(Value input, int axis, Value output, ChannelAtoms atoms)
    {
        long[] from = input.KnownShape.ToArray();
        long[] to = output.KnownShape.ToArray();
        int[] labels = atoms.Of(input, axis)!;
        long inner = TensorData.CountOf(from.AsSpan(axis + 1));
        for (int candidate = 0; candidate < to.Length; candidate++)
        {
            // A dynamic batch keeps its place in front; it is no candidate and counts as one here.
            if ((candidate > 0 || output.KnownShape[0].IsKnown)
                && LabelsAlong(to, candidate, labels, inner) is { } found)
            {
                atoms.Set(output, candidate, found);
                return true;
            }
        }

        return false;
    }

    private static bool Tie(Value input, int axis, Value output, ChannelAtoms atoms)
    {
        long[] from = input.KnownShape.ToArray();
        long[] to = output.KnownShape.ToArray();
        int[] labels = atoms.Of(input, axis)!;
        // The axes that the channels are spread over: those between equal parts before and behind.
        long outer = TensorData.CountOf(from.AsSpan(0, axis));
        int first = 0;
        while (first < to.Length && TensorData.CountOf(to.AsSpan(0, first)) < outer)
        {
            first++;
        }

        int end = first;
        while (end < to.Length && TensorData.CountOf(to.AsSpan(first, end - first)) < labels.Length)
        {
            end++;
        }

        bool isSpread = TensorData.CountOf(to.AsSpan(0, first)) == outer
            && TensorData.CountOf(to.AsSpan(first, end - first)) == labels.Length;
        if (!isSpread || labels.Length <= 1)
        {
            return false;
        }

        int longest = Enumerable.Range(first, end - first).MaxBy(a => (to[a], a));
        long step = TensorData.CountOf(to.AsSpan((longest + 1)..end));
        int[] tied = [.. Enumerable.Range(0, (int)to[longest]).Select(i => labels[i * step])];
        for (int i = 0; i < labels.Length; i++)
        {
            atoms.Join(tied[i / step % to[longest]], labels[i]);
        }

        atoms.Set(output, longest, tied);
        return true;
    }

    private static int[]? LabelsAlong(long[] dims, int axis, int[] labels, long inner)
    {
        int[] found = new int[dims[axis]];
        Array.Fill(found, -1);
        long count = TensorData.CountOf(dims);
        long step = TensorData.CountOf(dims.AsSpan(axis + 1));
        for (long i = 0; i < count; i++)
        {
            int label = labels[i / inner % labels.Length];
            ref int place = ref found[i / step % dims[axis]];
            if (place >= 0 && place != label)
            {
                return null;
            }

            place = label;
        }

        return dims[axis] >= labels.Distinct().Count() ? found : null;
    }
}
