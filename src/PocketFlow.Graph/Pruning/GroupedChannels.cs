namespace PocketFlow.Graphs.Pruning;

/// <summary>
/// What grouped convolutions ask of channels: all groups stay equal, so the same place of every group goes together; where
/// every input channel is a group of its own, its output channels go with it.
/// </summary>
internal static class GroupedChannels
{
    /// <summary>New atoms for the output channels of some groups, tied at the same place of every group.</summary>
    public static int[] Tied(long outputs, int group, ChannelAtoms atoms)
    {
        int[] first = atoms.Fresh(outputs / group);
        return [.. Enumerable.Repeat(first, group).SelectMany(a => a)];
    }

    /// <summary>Ties the input channels at the same place of every group; returns the atoms of the first group.</summary>
    public static int[] Tie(int[] input, int group, ChannelAtoms atoms)
    {
        int size = input.Length / group;
        for (int block = 1; block < group; block++)
        {
            atoms.Join(input.AsSpan(0, size), input.AsSpan(block * size, size));
        }

        return input[..size];
    }

    /// <summary>The atoms of depthwise outputs: each input channel makes as many as the multiplier says.</summary>
    public static int[] Repeat(int[] input, long outputs)
    {
        int multiplier = (int)(outputs / input.Length);
        return [.. Enumerable.Range(0, (int)outputs).Select(i => input[i / multiplier])];
    }
}
