using PocketFlow.Reports;

namespace PocketFlow.Allocation;

/// <summary>What each layer of a candidate got, and how that compares with the uniform candidate and with what it costs.</summary>
internal static class LayerChoices
{
    public static LayerChoice[] Of(
        IAllocationProblem problem, int[] levels, int[] uniform, IReadOnlyList<LayerSensitivity> sensitivities)
    {
        double[] costs = [.. sensitivities.Select(s => s.Points.Select(p => p.Distance).DefaultIfEmpty(0).Max())];
        return [.. problem.Layers.Select((layer, i) => new LayerChoice(
            layer.Name,
            FormattableString.Invariant($"{layer.Levels[^1]} {problem.Unit}"),
            FormattableString.Invariant($"{layer.Levels[levels[i]]} {problem.Unit}"),
            layer.Levels[levels[i]] / layer.Levels[^1],
            costs[i],
            FormattableString.Invariant($"{Compared(levels[i], uniform[i])} uniform ({layer.Levels[uniform[i]]}), ")
                + FormattableString.Invariant($"sensitivity rank {costs.Count(c => c > costs[i]) + 1} of {costs.Length}")))];
    }

    private static string Compared(int level, int uniform) =>
        level > uniform ? "more than" : level < uniform ? "less than" : "as";
}
