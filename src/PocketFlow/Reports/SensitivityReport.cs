using PocketFlow.Allocation;

namespace PocketFlow.Reports;

/// <summary>How much each layer of a model costs when it is lowered alone.</summary>
/// <param name="Learner">What lowers it.</param>
/// <param name="Metric">The name of the task's metric.</param>
/// <param name="Unit">What levels count: channels, bits.</param>
/// <param name="Original">The metric of the whole model on the validation images.</param>
/// <param name="Layers">The layers.</param>
/// <param name="Sensitivities">For each layer what was measured.</param>
public sealed record SensitivityReport(
    string Learner, string Metric, string Unit, double Original, IReadOnlyList<AllocatedLayer> Layers,
    IReadOnlyList<LayerSensitivity> Sensitivities)
{
    private const int BarWidth = 24;

    /// <summary>A row per layer: levels, the metric at each, and the largest distance as a bar on a logarithmic scale.</summary>
    public ResultTable ToTable()
    {
        int levels = Sensitivities.Max(s => s.Points.Count);
        ResultColumn[] points = [.. Enumerable.Range(0, levels)
            .SelectMany(_ => new[] { new ResultColumn(Unit), new ResultColumn(Metric) })];
        var table = new ResultTable(
            [new("layer", IsNumber: false), new(Unit), .. points, new("distance"), new("", IsNumber: false)]);
        foreach (LayerSensitivity sensitivity in Sensitivities)
        {
            AllocatedLayer layer = Layers[sensitivity.Layer];
            string[] cells = [.. sensitivity.Points.SelectMany(
                p => new[] { Number(layer.Levels[p.Level]), FormattableString.Invariant($"{p.Metric:0.####}") })];
            double worst = sensitivity.Points.Count == 0 ? 0 : sensitivity.Points.Max(p => p.Distance);
            table.Add(
                [layer.Name, Number(layer.Levels[^1]), .. cells, .. Enumerable.Repeat("", 2 * levels - cells.Length),
                FormattableString.Invariant($"{worst:0.#####}"), Bar(worst)]);
        }

        return table;
    }

    /// <summary>A factor of ten is a quarter of the bar.</summary>
    private string Bar(double distance)
    {
        double largest = Sensitivities.SelectMany(s => s.Points).Select(p => p.Distance).DefaultIfEmpty(1).Max();
        double share = 1 + 0.25 * Math.Log10(Math.Max(distance, 1e-12) / Math.Max(largest, 1e-12));
        return new string('█', (int)Math.Round(BarWidth * Math.Clamp(share, 0, 1)));
    }

    private static string Number(double level) => FormattableString.Invariant($"{level:0.##}");
}
