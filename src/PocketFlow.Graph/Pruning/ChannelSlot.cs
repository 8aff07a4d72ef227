namespace PocketFlow.Graphs.Pruning;

/// <summary>One labelled axis.</summary>
/// <param name="Value">The constant or activation.</param>
/// <param name="Axis">The axis.</param>
/// <param name="Kind">What the axis is to the channels.</param>
public sealed record ChannelSlot(Value Value, int Axis, SlotKind Kind);

/// <summary>One channel of a group: the positions that must be cut together.</summary>
/// <param name="Positions">For each slot of the group, in the same order, the positions along its axis.</param>
public sealed record Channel(IReadOnlyList<int[]> Positions);
