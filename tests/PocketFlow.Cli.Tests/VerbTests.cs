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
    public async Task Inspect_TfLite_ListsLayersAndCountsOperators()
    {
        string path = _workshop.In("tiny.tflite");
        Formats.TfLite.TfLiteFormat.Write(TinyWorkshop.Network(), path, new Formats.TfLite.TfLiteExportOptions());

        CommandRun run = await CommandRun.Of("inspect", path);

        Assert.Contains("2 CONV_2D", run.Output, StringComparison.Ordinal);
        Assert.Contains("input: Float32[1, 8, 8, 1]", run.Output, StringComparison.Ordinal);
        Assert.Contains("[batch, 16, 4, 4]", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_BothWays_KeepsLayersAndMetadata()
    {
        string tfLite = _workshop.In("tiny.tflite");
        string onnx = _workshop.In("back.onnx");

        CommandRun there = await CommandRun.Of("convert", _workshop.ModelPath, "-o", tfLite);
        CommandRun back = await CommandRun.Of("convert", tfLite, "-o", onnx);

        Assert.Equal((0, 0), (there.ExitCode, back.ExitCode));
        ModelFileSummary[] files = [ModelFile.Identify(tfLite), ModelFile.Identify(onnx)];
        Assert.Equal([ModelFileFormat.TfLite, ModelFileFormat.Onnx], files.Select(f => f.Format));
        Assert.All(files, f => Assert.Equal(TinyWorkshop.Normalization, f.Normalization?.ToString()));
        Assert.Equal("input: Float32[batch, 1, 8, 8]", Assert.Single(files[1].Inputs));
        Assert.Equal(
            Graphs.ModelCost.Of(TinyWorkshop.Network()).Macs, Graphs.ModelCost.Of(ModelFile.Read(onnx)).Macs);
    }

    [Fact]
    public async Task Convert_Float16_HalvesTheWeights()
    {
        string whole = _workshop.In("whole.tflite");
        string half = _workshop.In("half.tflite");

        await CommandRun.Of("convert", _workshop.ModelPath, "-o", whole);
        await CommandRun.Of("convert", _workshop.ModelPath, "-o", half, "--float16");

        Assert.InRange(new FileInfo(whole).Length - new FileInfo(half).Length, 3_000, 6_000);
    }

    [Fact]
    public async Task Convert_WhatTheFormatCannotExpress_ListsItAndWritesNothing()
    {
        string onnx = _workshop.In("cut.onnx");
        string output = _workshop.In("refused.tflite");
        var builder = new Graphs.GraphBuilder("refused");
        Graphs.Value x = builder.Input("input", 3, 8, 8);
        Graphs.Value places = builder.Constant(
            "places", Graphs.TensorData.From<long>([1, 0, 2], 1, 3, 1, 1));
        Graphs.Value once = builder.Add("GatherElements", [x, places], "once");
        Graphs.Value twice = builder.Add("GatherElements", [builder.Relu(once, "relu"), places], "twice");
        Formats.Onnx.OnnxFormat.Write(builder.Build(twice), onnx);

        CommandRun run = await CommandRun.Of("convert", onnx, "-o", output);

        run.AssertFailed(3, "GatherElements 'once'", "GatherElements 'twice'");
        Assert.False(File.Exists(output));
    }

    [Theory]
    [InlineData("model.pb")]
    [InlineData("model")]
    public async Task Convert_UnknownExtension_SaysWhatIsWritten(string name) =>
        (await CommandRun.Of("convert", _workshop.ModelPath, "-o", _workshop.In(name))).AssertFailed(3, ".onnx or .tflite");

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
