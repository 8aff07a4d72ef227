using PocketFlow.Allocation;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Learners.ChannelPruning;

/// <summary>Choosing how many channels each group keeps.</summary>
internal sealed class ChannelPruningProblem : IAllocationProblem
{
    private readonly ChannelPruningOptions _options;
    private readonly PruningWorkbench _workbench;
    private readonly PruningGroup[] _groups;
    private readonly ChannelCost _macs;
    private readonly ChannelCost _parameters;

    public ChannelPruningProblem(
        Model model, ChannelPruningOptions options, LearnerContext context, int images,
        CancellationToken cancellationToken)
    {
        _options = options;
        _workbench = new PruningWorkbench(model, context, images, cancellationToken);
        _groups = [.. _workbench.Groups.Select(g => g.Group)];
        _macs = ChannelCost.Macs(Original, _groups);
        _parameters = ChannelCost.Parameters(Original, _groups);
        Layers = [.. _groups.Select(Describe)];
    }

    public string Unit => "channels";

    public Model Original => _workbench.Model;

    public IReadOnlyList<AllocatedLayer> Layers { get; }

    public Budget? OwnBudget => _options.SpeedUp is { } speedUp
        ? new Budget(BudgetKind.Macs, _macs.Of(g => g.Count) / speedUp)
        : null;

    public int[]? OwnChoice(Budget budget)
    {
        if (budget.Kind != BudgetKind.Macs)
        {
            return null;
        }

        var allocation = new ChannelAllocation(Original, _workbench.Groups, _options.RoundTo);
        allocation.Reach(allocation.FullMacs / budget.Limit);
        return [.. _groups.Select((g, i) => IndexOf(Layers[i], allocation.Kept[g]))];
    }

    public double Cost(BudgetKind kind, IReadOnlyList<int> levels)
    {
        Dictionary<PruningGroup, int> kept = Kept(levels);
        return kind switch
        {
            BudgetKind.Macs => _macs.Of(g => kept[g]),
            BudgetKind.Parameters => _parameters.Of(g => kept[g]),
            BudgetKind.Bytes => _parameters.Of(g => kept[g]) * sizeof(float),
            _ => throw new ArgumentException($"channel-pruning has no budget of {kind}.", nameof(kind)),
        };
    }

    public Model Build(IReadOnlyList<int> levels, CancellationToken cancellationToken = default) =>
        _workbench.Cut(Kept(levels), null, cancellationToken);

    public object OptionsFor(IReadOnlyList<int> levels, int? epochs = null) => _options with
    {
        Epochs = epochs ?? _options.Epochs,
        SpeedUp = null,
        PruningRatio = null,
        LayerRatios = Enumerable.Range(0, _groups.Length).Where(i => levels[i] + 1 < Layers[i].Levels.Count).ToDictionary(
            i => _groups[i].Name, i => 1 - Layers[i].Levels[levels[i]] / _groups[i].Count),
    };

    public void Dispose() => _workbench.Dispose();

    private static int IndexOf(AllocatedLayer layer, int kept) =>
        Enumerable.Range(0, layer.Levels.Count).Last(i => layer.Levels[i] <= kept);

    private Dictionary<PruningGroup, int> Kept(IReadOnlyList<int> levels) => _groups.Select((g, i) => (g, i))
        .ToDictionary(p => p.g, p => (int)Layers[p.i].Levels[levels[p.i]]);

    private AllocatedLayer Describe(PruningGroup group)
    {
        var levels = new List<double>();
        for (int kept = Math.Min(_options.RoundTo, group.Count); kept < group.Count; kept += _options.RoundTo)
        {
            levels.Add(kept);
        }

        levels.Add(group.Count);
        Value output = group.Producers[0].Output;
        double[] space = [.. output.KnownShape.Skip(2).Select(d => d.IsKnown ? (double)d.Size : 0)];
        int[] window = [.. WindowOf(group)];
        string size = string.Join('x', space);
        return new AllocatedLayer(group.Name, levels)
        {
            Stage = size,
            Likeness = $"{group.Count}@{size}/{group.Producers.Count}",
            Features = [group.Count, .. window, group.Producers.Count, group.Consumers.Count, .. space, MacsOf(group)],
        };
    }

    /// <summary>Kernel and stride of the layer that makes the channels.</summary>
    private static IEnumerable<int> WindowOf(PruningGroup group)
    {
        Node producer = group.Producers[0];
        yield return (int)(producer.Attributes.Ints("kernel_shape")?[0] ?? 1);
        yield return (int)(producer.Attributes.Ints("strides")?[0] ?? 1);
    }

    /// <summary>The multiply-accumulates that go when the group goes to one channel.</summary>
    private double MacsOf(PruningGroup group) => _macs.Of(g => g.Count) - _macs.Of(g => g == group ? 1 : g.Count);
}
