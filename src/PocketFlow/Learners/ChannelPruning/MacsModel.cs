using PocketFlow.Graphs;
using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Learners.ChannelPruning;

/// <summary>Multiply-accumulates of a model as a function of how many channels each group keeps, without cutting it.</summary>
internal sealed class MacsModel
{
    private readonly List<(double Macs, List<(long Size, List<(PruningGroup Group, double Weight)> Groups)> Axes)> _nodes = [];

    public MacsModel(Model model, IReadOnlyList<PruningGroup> groups)
    {
        foreach (NodeCost cost in ModelCost.Of(model).Nodes.Where(n => n.Macs > 0))
        {
            Value weight = cost.Node.Input(1);
            var axes = Enumerable.Range(0, Math.Min(2, weight.KnownShape.Rank))
                .Select(axis => (weight.KnownShape[axis].Size, GroupsOn(weight, axis, groups))).ToList();
            _nodes.Add((cost.Macs, axes));
        }
    }

    /// <summary>The multiply-accumulates with some numbers of kept channels.</summary>
    public double Macs(Func<PruningGroup, int> kept) => _nodes.Sum(node => node.Macs * node.Axes.Aggregate(
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
