namespace PocketFlow.Reports;

/// <summary>The sentences under the table.</summary>
internal static class ReportNotes
{
    /// <summary>A stage must be faster than the one before by this factor to count as faster: less is noise.</summary>
    private const double NoticeableFactor = 1.05;

    public static IEnumerable<string> Of(CompressionReport report) =>
    [
        $"{report.Metric} on {Figures.Count(report.TestImages)} test images of {report.Recipe.Data}; latency of one image on one "
        + $"thread, {report.Machine.Processor}.",
        .. report.Targets.Select(t => t.ToString()),
        .. Packed(report.Stages),
        .. WithoutGain(report.Stages),
        .. OtherMetrics(report.Stages),
        .. Agreement(report),
        .. report.Runtimes.Where(r => r.InstallCommand is not null).Select(r =>
            $"{r.Name} is missing, so its columns are empty. To install it: {r.InstallCommand}"),
        .. report.Stages.SelectMany(s => new[] { s.TfLite, s.Onnx }).Where(f => f.Problem is not null)
            .Select(f => $"{f.Path}: not measured: {f.Problem}"),
    ];

    private static IEnumerable<string> Packed(IReadOnlyList<StageReport> stages) =>
        stages.Where(s => s.PackedWeights is not null).Select(s => FormattableString.Invariant(
            $"{s.Name}: weights have {s.PackedWeights!.AverageBits:0.00} bits on average and would take ")
            + $"{Figures.Count(s.PackedWeights.Bytes)} bytes packed, with scales and biases. No file is packed: what ships "
            + "computes on these grids, but stores each weight and activation in 8 bits, so that bytes and latencies of files "
            + "are those of 8-bit integers.");

    private static IEnumerable<string> WithoutGain(IReadOnlyList<StageReport> stages)
    {
        for (int i = 1; i < stages.Count; i++)
        {
            (FileReport Before, FileReport After)[] files =
                [(stages[i - 1].TfLite, stages[i].TfLite), (stages[i - 1].Onnx, stages[i].Onnx)];
            foreach ((FileReport before, FileReport after) in files)
            {
                if (before.MedianMilliseconds / after.MedianMilliseconds < NoticeableFactor)
                {
                    yield return $"{stages[i].Name} buys no time in {after.Runtime}: "
                        + $"{Figures.Milliseconds(after.MedianMilliseconds)} ms after "
                        + $"{Figures.Milliseconds(before.MedianMilliseconds)} ms for {stages[i - 1].Name}.";
                }
            }
        }
    }

    private static IEnumerable<string> OtherMetrics(IReadOnlyList<StageReport> stages)
    {
        foreach (StageReport stage in stages.Where(s => s.Metrics.Count > 1))
        {
            string[] parts =
            [
                $"{string.Join(", ", stage.Metrics.Skip(1))} (training engine)",
                .. new[] { stage.TfLite, stage.Onnx }.Where(f => f.Metrics.Count > 1)
                    .Select(f => $"{string.Join(", ", f.Metrics.Skip(1))} ({f.Runtime})"),
            ];
            yield return $"{stage.Name}: {string.Join("; ", parts)}.";
        }
    }

    private static IEnumerable<string> Agreement(CompressionReport report)
    {
        string alike = report.Task switch
        {
            "classification" => "file and engine give the same class for",
            "multi-label" => "file and engine agree on classes of images for",
            "segmentation" => "file and engine give the same class to pixels for",
            _ => "R² of the file's values to the engine's is",
        };
        foreach (StageReport stage in report.Stages)
        {
            string[] parts = [.. new[] { stage.TfLite, stage.Onnx }.Where(f => f.AgreementWithEngine is not null)
                .Select(f => $"{Figures.Percent(f.AgreementWithEngine)} ({f.Runtime})")];
            if (parts.Length > 0)
            {
                yield return $"{stage.Name}: {alike} {string.Join(" and ", parts)}.";
            }
        }
    }
}
