namespace PocketFlow.Graphs.Pruning;

/// <summary>Which channels of which groups go.</summary>
public sealed class PruningSelection
{
    private readonly Dictionary<PruningGroup, SortedSet<int>> _removed = [];

    /// <summary>Creates an empty selection over the groups of one dependency graph.</summary>
    public PruningSelection(DependencyGraph dependencies) => Dependencies = dependencies;

    /// <summary>The graph whose groups are selected from.</summary>
    public DependencyGraph Dependencies { get; }

    /// <summary>The groups that lose channels.</summary>
    public IEnumerable<PruningGroup> Groups => _removed.Keys;

    /// <summary>Selects channels of a group for removal, in place of what was selected before.</summary>
    /// <exception cref="PruningException">The group is frozen, would be emptied, or has no such channel.</exception>
    public void Remove(PruningGroup group, IEnumerable<int> channels)
    {
        var removed = new SortedSet<int>(channels);
        if (removed.Count == 0)
        {
            _removed.Remove(group);
            return;
        }

        if (group.IsFrozen)
        {
            throw new PruningException(group.Name, $"{group.FrozenReason}.");
        }

        if (removed.Min < 0 || removed.Max >= group.Count)
        {
            throw new PruningException(group.Name, $"channel {removed.Max} was asked of {group.Count}.");
        }

        if (removed.Count == group.Count)
        {
            throw new PruningException(group.Name, $"all {group.Count} would go; keep at least one.");
        }

        _removed[group] = removed;
    }

    /// <summary>The channels of a group that go, in rising order.</summary>
    public IReadOnlyCollection<int> RemovedOf(PruningGroup group) =>
        _removed.TryGetValue(group, out SortedSet<int>? removed) ? removed : [];

    /// <summary>The number of channels of a group that stay.</summary>
    public int KeptCount(PruningGroup group) => group.Count - RemovedOf(group).Count;

    /// <summary>The positions along an axis of a value of the model that stay, in rising order; all where none can go.</summary>
    public int[] KeptPositions(Value value, int axis) => Dependencies.Kept(value, axis, RemovedAtoms())
        ?? [.. Enumerable.Range(0, (int)value.KnownShape[axis].Size)];

    internal HashSet<int> RemovedAtoms() =>
        [.. _removed.SelectMany(r => r.Value.Select(channel => r.Key.Atoms[channel]))];
}
