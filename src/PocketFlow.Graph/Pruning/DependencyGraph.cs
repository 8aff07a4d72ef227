using System.Text;

namespace PocketFlow.Graphs.Pruning;

/// <summary>
/// Which channels of a model must be cut together, and which can't be cut at all. The design is labelling plus union-find
/// over the positions of axes; operators state their equalities in <c>Operator.Couple</c>.
/// </summary>
public sealed class DependencyGraph
{
    private readonly ChannelAtoms _atoms;

    private DependencyGraph(Model model, ChannelAtoms atoms)
    {
        Model = model;
        _atoms = atoms;
        Groups = GroupsOf(atoms);
    }

    /// <summary>The model that was analysed.</summary>
    public Model Model { get; }

    /// <summary>Every group, frozen ones included, in the order in which the graph makes their channels.</summary>
    public IReadOnlyList<PruningGroup> Groups { get; }

    /// <summary>The groups that can be cut.</summary>
    public IEnumerable<PruningGroup> Prunable =>
        Groups.Where(g => !g.IsFrozen && g.Producers.Count > 0 && g.Consumers.Count > 0);

    /// <summary>Analyses a model whose shapes are inferred.</summary>
    public static DependencyGraph Build(Model model)
    {
        var atoms = new ChannelAtoms();
        foreach (Value input in model.Graph.Inputs.Where(i => i.KnownShape.Rank > 1 && i.KnownShape[1].IsKnown))
        {
            atoms.Set(input, 1, atoms.Fresh(input.KnownShape[1].Size));
            atoms.Freeze(input, $"'{input.Name}' is an input of the model");
        }

        foreach (Node node in model.Graph.Nodes)
        {
            node.Operator.Couple(node, atoms);
        }

        foreach (Value output in model.Graph.Outputs)
        {
            atoms.Freeze(output, $"'{output.Name}' is an output of the model");
        }

        atoms.FreezeDisputed();
        return new DependencyGraph(model, atoms);
    }

    /// <summary>All groups as text: who is cut with whom, and why some can't be.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        foreach (PruningGroup group in Groups)
        {
            text.Append(group);
        }

        return text.ToString();
    }

    /// <summary>The positions along an axis that stay when some classes go, or null where the axis is not labelled.</summary>
    internal int[]? Kept(Value value, int axis, HashSet<int> removed) => _atoms.Of(value, axis) is { } labels
        ? [.. Enumerable.Range(0, labels.Length).Where(i => !removed.Contains(_atoms.Find(labels[i])))]
        : null;

    /// <summary>Every labelled axis of a constant.</summary>
    internal IEnumerable<ChannelSlot> ConstantAxes => _atoms.Axes.Where(a => a.Value.IsInitializer)
        .Select(a => new ChannelSlot(a.Value, a.Axis, _atoms.KindOf(a.Value, a.Axis)));

    private static List<PruningGroup> GroupsOf(ChannelAtoms atoms)
    {
        var positions = new Dictionary<int, List<(int Slot, int Position)>>();
        var slots = new List<ChannelSlot>();
        foreach ((Value value, int axis) in atoms.Axes)
        {
            int[] labels = atoms.Of(value, axis)!;
            for (int i = 0; i < labels.Length; i++)
            {
                int root = atoms.Find(labels[i]);
                if (!positions.TryGetValue(root, out List<(int Slot, int Position)>? list))
                {
                    positions[root] = list = [];
                }

                list.Add((slots.Count, i));
            }

            slots.Add(new ChannelSlot(value, axis, atoms.KindOf(value, axis)));
        }

        return [.. positions
            .GroupBy(p => (Signature: string.Join(',', p.Value.Select(s => s.Slot).Distinct()), atoms.ReasonOf(p.Key)))
            .Select(g => GroupOf(g.Key.Item2, [.. g], slots))];
    }

    private static PruningGroup GroupOf(
        string? reason, KeyValuePair<int, List<(int Slot, int Position)>>[] classes, List<ChannelSlot> slots)
    {
        int[] used = [.. classes[0].Value.Select(s => s.Slot).Distinct()];
        var ordered = classes.OrderBy(c => c.Value[0].Position).ToArray();
        var channels = ordered.Select(c => new Channel(
            [.. used.Select(u => c.Value.Where(s => s.Slot == u).Select(s => s.Position).ToArray())]));
        return new PruningGroup(
            [.. used.Select(u => slots[u])], [.. channels], [.. ordered.Select(c => c.Key)], reason);
    }
}
