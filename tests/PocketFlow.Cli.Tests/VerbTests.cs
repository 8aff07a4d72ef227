using System.Text.Json;
using PocketFlow.Tests;

namespace PocketFlow.Cli.Tests;

public sealed class VerbTests : IDisposable
{
    private readonly TinyWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task Inspect_Onnx_ListsLayersAndTotals()
    {
        CommandRun run = await CommandRun.Of("inspect", _workshop.ModelPath);

        Assert.Equal(0, run.ExitCode);
        string[][] rows = [.. run.Output.Split('\n')
            .Select(l => l.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        Assert.Contains(["conv1", "Conv", "[batch, 16, 8, 8]", "9,216", "144", "576"], rows);
        Assert.Contains(["conv2", "Conv", "[batch, 16, 4, 4]", "36,864", "2,304", "9,216"], rows);
        Assert.Contains(["total", "46,240", "2,746", "10,984"], rows);
        Assert.Contains(["pocketflow.normalization", TinyWorkshop.Normalization], rows);
    }

    [Fact]
    public async Task Inspect_TfLite_CountsOperators()
    {
        string path = _workshop.In("tiny.tflite");
        Formats.TfLite.TfLiteFormat.Write(TinyWorkshop.Network(), path, new Formats.TfLite.TfLiteExportOptions());

        CommandRun run = await CommandRun.Of("inspect", path);

        Assert.Contains("CONV_2D", run.Output, StringComparison.Ordinal);
        Assert.Contains("input: Float32[1, 8, 8, 1]", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_Json_IsOneDocument()
    {
        CommandRun run = await CommandRun.Of("inspect", _workshop.ModelPath, "--json");

        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal(46_240, json.RootElement.GetProperty("macs").GetInt64());
    }

    [RuntimesFact]
    public async Task Compress_ThenEvaluateAndBenchmark_UseTheShippedFiles()
    {
        string output = _workshop.In("out");
        CommandRun compress = await CommandRun.Of(
            "compress", _workshop.ModelPath, "--data", _workshop.Data, "--learner", "uniform-quantization",
            "--calibration-images", "64", "--skip-benchmark", "-o", output);
        CommandRun evaluate = await CommandRun.Of(
            "evaluate", Path.Combine(output, "model.tflite"), "--data", _workshop.Data, "--json");
        CommandRun engine = await CommandRun.Of(
            "evaluate", Path.Combine(output, "model.onnx"), "--data", _workshop.Data, "--engine", "--images", "8");
        CommandRun benchmark = await CommandRun.Of(
            "benchmark", _workshop.ModelPath, Path.Combine(output, "model.onnx"), "--runs", "5", "--json");

        Assert.Equal((0, 0, 0, 0), (compress.ExitCode, evaluate.ExitCode, engine.ExitCode, benchmark.ExitCode));
        Assert.Contains("\noriginal ", compress.Output, StringComparison.Ordinal);
        Assert.Contains("\nint8 ", compress.Output, StringComparison.Ordinal);
        using JsonDocument top1 = JsonDocument.Parse(evaluate.Output);
        Assert.Equal(TinyWorkshop.TestImages, top1.RootElement.GetProperty("images").GetInt32());
        Assert.Contains("on 8 test images", engine.Output, StringComparison.Ordinal);
        using JsonDocument times = JsonDocument.Parse(benchmark.Output);
        Assert.Equal(1, times.RootElement[0].GetProperty("speedUp").GetDouble());
    }

    [Fact]
    public async Task Train_FoldedModelFile_TrainsItFurtherWithItsBatchNormalizationBack()
    {
        string folded = _workshop.In("folded.onnx");
        Formats.Onnx.OnnxFormat.Write(Graphs.ModelSimplification.Folded(TinyWorkshop.Network()), folded);
        string output = _workshop.In("trained.onnx");

        CommandRun run = await CommandRun.Of(
            "train", folded, "--data", _workshop.Data, "--normalization", TinyWorkshop.Normalization,
            "--validation", "random:32:0", "--epochs", "1", "--augmentation", "none", "-o", output);

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Equal(2, ModelFile.Read(output).Graph.Nodes.Count(n => n.OpType == "BatchNormalization"));
    }
}
