using System.Globalization;

namespace PocketFlow.Reports;

/// <summary>The table of a report: a row per stage.</summary>
public static class ReportTable
{
    private const string Weights = "weights, packed";
    private static readonly ResultColumn[] s_none = [];

    /// <summary>Makes the table.</summary>
    public static ResultTable Of(CompressionReport report)
    {
        string metric = report.Metric;
        const string LiteRt = "LiteRT, ms";
        const string Ort = "ONNX Runtime, ms";
        bool isPacked = report.Stages.Any(s => s.PackedWeights is not null);
        var table = new ResultTable(
            [new("stage", IsNumber: false),
            new("engine", Group: metric), new("LiteRT", Group: metric), new("ONNX RT", Group: metric),
            new("MACs"), new("params"), .. isPacked ? [new("bits", Group: Weights), new("bytes", Group: Weights)] : s_none,
            new("tflite", Group: "bytes"), new("onnx", Group: "bytes"),
            new("median", Group: LiteRt), new("p90", Group: LiteRt), new("speed-up", Group: LiteRt),
            new("median", Group: Ort), new("p90", Group: Ort), new("speed-up", Group: Ort)]);
        foreach (StageReport stage in report.Stages)
        {
            table.Add(
                [stage.Name, Figures.Metric(stage.Metrics), Figures.Metric(stage.TfLite.Metrics),
                Figures.Metric(stage.Onnx.Metrics), Figures.Short(stage.Macs), Figures.Short(stage.ParameterCount),
                .. isPacked ? PackedCells(stage) : [],
                Figures.Count(stage.TfLite.Bytes), Figures.Count(stage.Onnx.Bytes),
                Figures.Milliseconds(stage.TfLite.MedianMilliseconds),
                Figures.Milliseconds(stage.TfLite.P90Milliseconds),
                Figures.Factor(stage.TfLite.SpeedUp),
                Figures.Milliseconds(stage.Onnx.MedianMilliseconds), Figures.Milliseconds(stage.Onnx.P90Milliseconds),
                Figures.Factor(stage.Onnx.SpeedUp)]);
        }

        return table;
    }

    private static string[] PackedCells(StageReport stage) => stage.PackedWeights is { } packed
        ? [packed.AverageBits.ToString("0.00", CultureInfo.InvariantCulture), Figures.Count(packed.Bytes)]
        : ["-", "-"];
}
