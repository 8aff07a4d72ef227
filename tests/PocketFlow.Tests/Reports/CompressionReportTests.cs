using PocketFlow.Recipes;
using PocketFlow.Reports;
using PocketFlow.Training.Tasks.Metrics;

namespace PocketFlow.Tests.Reports;

public class CompressionReportTests
{
    [Fact]
    public void ToString_TwoStages_IsAnAlignedTableWithNotes()
    {
        string text = Report(0.4).ToString();
        string[] lines = text.Split('\n');

        Assert.StartsWith("stage", lines[1], StringComparison.Ordinal);
        Assert.Equal(
            ["original", "93.00%", "93.00%", "-", "31.2", "M", "270.0", "k", "1,100,000", "1,200,000", "1.000", "1.100",
                "1.00x", "-", "-", "-"],
            lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(lines[2].Length, lines[3].Length);
        Assert.True(lines[..4].All(l => l.Length <= 140), text);
        Assert.Equal(
            lines[1].IndexOf("engine", StringComparison.Ordinal), lines[2].IndexOf("93.00%", StringComparison.Ordinal));
    }

    [Fact]
    public void Notes_MissingRuntime_NamesTheInstallCommand() =>
        Assert.Contains(Report(0.4).Notes, n => n.Contains("runtimes/install.sh", StringComparison.Ordinal));

    [Fact]
    public void Notes_StageWithoutGain_SaysSo()
    {
        Assert.Contains(
            "pruned buys no time in LiteRT: 0.980 ms after 1.000 ms for original.", Report(0.98).Notes);
        Assert.DoesNotContain(Report(0.9).Notes, n => n.Contains("buys no time", StringComparison.Ordinal));
    }

    [Fact]
    public void IsTargetMet_TooSlow_IsFalse()
    {
        CompressionReport report = Report(0.4) with { Targets = [new("speed-up in MACs", 2, 1.9)] };

        Assert.False(report.IsTargetMet);
        Assert.Contains("Target speed-up in MACs: asked 2x, reached 1.9x — not met.", report.Notes);
    }

    private static CompressionReport Report(double prunedMilliseconds) => new()
    {
        Source = "model.onnx",
        Directory = "out",
        Command = "",
        Recipe = new Recipe { Data = "mnist" },
        Stages = [Stage("original", 1), Stage("pruned", prunedMilliseconds)],
        Layers = [],
        Targets = [],
        Runtimes = [new("LiteRT", "2", "", null), new("ONNX Runtime", null, "not found", "runtimes/install.sh")],
        Task = "classification",
        TestImages = 10_000,
        Machine = new("CPU", 2, "Linux", ".NET", "1.13", "1.0"),
        Seconds = 1,
    };

    private static StageReport Stage(string name, double milliseconds) => new()
    {
        Name = name,
        Summary = [],
        Seconds = 0,
        Metrics = [StandardMetrics.Top1.Of(0.93)],
        Macs = 31_200_000,
        ParameterCount = 270_000,
        TfLite = new()
        {
            Path = "model.tflite", Runtime = "LiteRT", Bytes = 1_100_000, Metrics = [StandardMetrics.Top1.Of(0.93)],
            AgreementWithEngine = 1,
            MedianMilliseconds = milliseconds, P90Milliseconds = milliseconds * 1.1, SpeedUp = 1 / milliseconds,
        },
        Onnx = new() { Path = "model.onnx", Runtime = "ONNX Runtime", Bytes = 1_200_000 },
    };
}
