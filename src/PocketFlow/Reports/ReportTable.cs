namespace PocketFlow.Reports;

/// <summary>The table of a report: a row per stage.</summary>
public static class ReportTable
{
    /// <summary>Makes the table.</summary>
    public static ResultTable Of(CompressionReport report)
    {
        const string LiteRt = "LiteRT, ms";
        const string Ort = "ONNX Runtime, ms";
        var table = new ResultTable(
            new("stage", IsNumber: false),
            new("engine", Group: "top-1"), new("LiteRT", Group: "top-1"), new("ONNX RT", Group: "top-1"),
            new("MACs"), new("params"), new("tflite", Group: "bytes"), new("onnx", Group: "bytes"),
            new("median", Group: LiteRt), new("p90", Group: LiteRt), new("speed-up", Group: LiteRt),
            new("median", Group: Ort), new("p90", Group: Ort), new("speed-up", Group: Ort));
        foreach (StageReport stage in report.Stages)
        {
            table.Add(
                stage.Name, Figures.Percent(stage.Top1), Figures.Percent(stage.TfLite.Top1),
                Figures.Percent(stage.Onnx.Top1), Figures.Short(stage.Macs), Figures.Short(stage.ParameterCount),
                Figures.Count(stage.TfLite.Bytes), Figures.Count(stage.Onnx.Bytes),
                Figures.Milliseconds(stage.TfLite.MedianMilliseconds),
                Figures.Milliseconds(stage.TfLite.P90Milliseconds),
                Figures.Factor(stage.TfLite.SpeedUp),
                Figures.Milliseconds(stage.Onnx.MedianMilliseconds), Figures.Milliseconds(stage.Onnx.P90Milliseconds),
                Figures.Factor(stage.Onnx.SpeedUp));
        }

        return table;
    }
}
