namespace PocketFlow.Graphs.Pruning;

/// <summary>
/// Channels that live along the same axes: each can be cut on its own, from all of these axes at once. A residual stream
/// with all its producers and consumers is one group; so is the inside of a residual block.
/// </summary>
public sealed class PruningGroup
{
    internal PruningGroup(
        IReadOnlyList<ChannelSlot> slots, IReadOnlyList<Channel> channels, int[] atoms, string? frozenReason)
    {
        Slots = slots;
        Channels = channels;
        Atoms = atoms;
        FrozenReason = frozenReason;
        Producers = NodesOf(SlotKind.Producer);
        Consumers = NodesOf(SlotKind.Consumer);
        Name = Producers.Count > 0 ? Producers[0].Name : slots[0].Value.Name;
    }

    /// <summary>The name of the first layer that makes these channels.</summary>
    public string Name { get; }

    /// <summary>The axes along which the channels live.</summary>
    public IReadOnlyList<ChannelSlot> Slots { get; }

    /// <summary>The channels.</summary>
    public IReadOnlyList<Channel> Channels { get; }

    /// <summary>The number of channels.</summary>
    public int Count => Channels.Count;

    /// <summary>Why the group can't be cut, or null where it can.</summary>
    public string? FrozenReason { get; }

    /// <summary>Whether the group can't be cut.</summary>
    public bool IsFrozen => FrozenReason is not null;

    /// <summary>The layers that make the channels, in order of execution.</summary>
    public IReadOnlyList<Node> Producers { get; }

    /// <summary>The layers that read the channels, in order of execution.</summary>
    public IReadOnlyList<Node> Consumers { get; }

    /// <summary>For each channel the atom that stands for it.</summary>
    internal int[] Atoms { get; }

    /// <summary>The positions of a channel along an axis of a value; empty where it has none there.</summary>
    public int[] PositionsOf(int channel, Value value, int axis)
    {
        for (int i = 0; i < Slots.Count; i++)
        {
            if (Slots[i].Value == value && Slots[i].Axis == axis)
            {
                return Channels[channel].Positions[i];
            }
        }

        return [];
    }

    /// <summary>One line for each axis: what is cut with what.</summary>
    public override string ToString() =>
        $"{Name}: {Count} channels{(IsFrozen ? $", frozen: {FrozenReason}" : "")}\n"
        + string.Concat(Slots.Select(s => $"  {s.Kind} {s.Value.Name} axis {s.Axis}\n"));

    private List<Node> NodesOf(SlotKind kind) =>
    [
        .. Slots.Where(s => s.Kind == kind).SelectMany(s => s.Value.Uses).Where(u => u.Index == 1)
            .Select(u => u.Node).Distinct(),
    ];
}
