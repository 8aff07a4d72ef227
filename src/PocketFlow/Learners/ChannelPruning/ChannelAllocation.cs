using PocketFlow.Graphs;
using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Learners.ChannelPruning;

/// <summary>Decides how many channels each group keeps.</summary>
internal sealed class ChannelAllocation
{
    private readonly IReadOnlyList<PrunableGroup> _groups;
    private readonly int _roundTo;
    private readonly ChannelCost _macs;
    private readonly Dictionary<(PruningGroup, int), double> _losses = [];

    public ChannelAllocation(Model model, IReadOnlyList<PrunableGroup> groups, int roundTo)
    {
        _groups = groups;
        _roundTo = roundTo;
        _macs = ChannelCost.Macs(model, [.. groups.Select(g => g.Group)]);
        Kept = groups.ToDictionary(g => g.Group, g => g.Group.Count);
        FullMacs = CurrentMacs;
    }

    /// <summary>How many channels each group keeps.</summary>
    public Dictionary<PruningGroup, int> Kept { get; }

    /// <summary>Multiply-accumulates of the whole model.</summary>
    public double FullMacs { get; }

    /// <summary>Multiply-accumulates with the channels that are kept now.</summary>
    public double CurrentMacs => _macs.Of(g => Kept.GetValueOrDefault(g, g.Count));

    /// <summary>Removes the same share of every group.</summary>
    public void Uniform(double ratio)
    {
        foreach (PrunableGroup group in _groups)
        {
            Kept[group.Group] = Rounded(group.Group.Count, ratio);
        }
    }

    /// <summary>Removes given shares of the groups that given layers make.</summary>
    /// <exception cref="ArgumentException">A name is no layer whose channels can be cut.</exception>
    public void PerLayer(IReadOnlyDictionary<string, double> ratios)
    {
        foreach ((string layer, double ratio) in ratios)
        {
            // Several groups may share a producer; one of them has its name.
            PruningGroup group = _groups.Select(g => g.Group).Where(g => g.Producers.Any(p => p.Name == layer))
                .OrderByDescending(g => g.Name == layer).FirstOrDefault()
                ?? throw new ArgumentException(
                    $"layerRatios names '{layer}', which makes no channels that can be cut. Those that do are: "
                    + $"{string.Join(", ", _groups.SelectMany(g => g.Group.Producers).Select(p => p.Name).Distinct())}.");
            Kept[group] = Rounded(group.Count, ratio);
        }
    }

    /// <summary>
    /// Reaches a factor in multiply-accumulates: again and again the step (one multiple of channels of one group) that loses
    /// least output for what it saves, until the target is met; then steps that turn out not to be needed are given back.
    /// </summary>
    /// <exception cref="BudgetInfeasibleException">Even the narrowest network is too large.</exception>
    public void Reach(double speedUp)
    {
        double target = FullMacs / speedUp;
        double least = _macs.Of(g => Kept.ContainsKey(g) ? Narrowest(g.Count) : g.Count);
        if (least > target)
        {
            throw new BudgetInfeasibleException(
                "speed-up", speedUp, FullMacs / least,
                _roundTo > 1 ? "Round to a smaller multiple, or ask for less." : "Ask for less.");
        }

        while (CurrentMacs > target)
        {
            PrunableGroup best = _groups.Where(g => Below(g.Group) is not null).MinBy(CostOfStep)!;
            Kept[best.Group] = Below(best.Group)!.Value;
        }

        GiveBack(target);
    }

    private void GiveBack(double target)
    {
        foreach (PrunableGroup group in _groups.Where(g => Kept[g.Group] < g.Group.Count)
            .OrderByDescending(g => LossAt(g, Kept[g.Group]) - LossAt(g, Above(g.Group))).ToArray())
        {
            int kept = Kept[group.Group];
            Kept[group.Group] = Above(group.Group);
            if (CurrentMacs > target)
            {
                Kept[group.Group] = kept;
            }
        }
    }

    private double CostOfStep(PrunableGroup group)
    {
        double macs = CurrentMacs;
        int kept = Kept[group.Group];
        int below = Below(group.Group)!.Value;
        Kept[group.Group] = below;
        double saved = macs - CurrentMacs;
        Kept[group.Group] = kept;
        return (LossAt(group, below) - LossAt(group, kept)) / Math.Max(saved, 1);
    }

    private double LossAt(PrunableGroup group, int keep)
    {
        if (!_losses.TryGetValue((group.Group, keep), out double loss))
        {
            _losses[(group.Group, keep)] = loss = group.LossOf(group.Select(keep));
        }

        return loss;
    }

    private int Rounded(int count, double ratio)
    {
        int wanted = (int)Math.Round(count * (1 - ratio) / _roundTo) * _roundTo;
        return Math.Clamp(wanted, Narrowest(count), count);
    }

    private int Narrowest(int count) => Math.Min(count, _roundTo);

    /// <summary>The next smaller allowed number of channels, or null at the narrowest.</summary>
    private int? Below(PruningGroup group)
    {
        int kept = Kept[group];
        int below = (kept - 1) / _roundTo * _roundTo;
        return kept > Narrowest(group.Count) && below >= 1 ? below : null;
    }

    private int Above(PruningGroup group) => Math.Min(group.Count, (Kept[group] / _roundTo + 1) * _roundTo);
}
