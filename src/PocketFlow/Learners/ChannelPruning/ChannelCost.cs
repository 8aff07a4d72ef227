using PocketFlow.Graphs;
using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Learners.ChannelPruning;

/// <summary>What a model costs as a function of how many channels each group keeps, without cutting it.</summary>
internal sealed class ChannelCost
{
    private readonly List<(double Amount, List<(long Size, List<(PruningGroup Group, double Weight)> Groups)> Axes)> _parts = [];

    private ChannelCost(IEnumerable<(double Amount, Value Weight)> parts, IReadOnlyList<PruningGroup> groups)
    {
        foreach ((double amount, Value weight) in parts)
        {
            var axes = Enumerable.Range(0, Math.Min(2, weight.KnownShape.Rank))
                .Select(axis => (weight.KnownShape[axis].Size, GroupsOn(weight, axis, groups))).ToList();
            _parts.Add((amount, axes));
        }
    }

    /// <summary>Multiply-accumulates of a sample.</summary>
    public static ChannelCost Macs(Model model, IReadOnlyList<PruningGroup> groups) => new(
        ModelCost.Of(model).Nodes.Where(n => n.Macs > 0).Select(n => ((double)n.Macs, n.Node.Input(1))), groups);

    /// <summary>Elements of weights, biases, scales and statistics.</summary>
    public static ChannelCost Parameters(Model model, IReadOnlyList<PruningGroup> groups) => new(
        model.Graph.Initializers.Where(i => i.Type == ElementType.Float32).Select(i => ((double)i.Data!.Count, i)), groups);

    /// <summary>The cost with some numbers of kept channels.</summary>
    public double Of(Func<PruningGroup, int> kept) => _parts.Sum(part => part.Amount * part.Axes.Aggregate(
        1.0, (share, axis) => share * (1 - axis.Groups.Sum(g => (g.Group.Count - kept(g.Group)) * g.Weight) / axis.Size)));

    private static List<(PruningGroup, double)> GroupsOn(Value weight, int axis, IReadOnlyList<PruningGroup> groups)
    {
        var found = new List<(PruningGroup, double)>();
        foreach (PruningGroup group in groups)
        {
            int positions = Enumerable.Range(0, group.Count).Sum(c => group.PositionsOf(c, weight, axis).Length);
            if (positions > 0)
            {
                found.Add((group, (double)positions / group.Count));
            }
        }

        return found;
    }
}
