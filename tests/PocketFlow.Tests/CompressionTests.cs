using System.Text.Json;
using PocketFlow.Formats;
using PocketFlow.Graphs;
using PocketFlow.Learners.ChannelPruning;
using PocketFlow.Learners.UniformQuantization;
using PocketFlow.Recipes;
using PocketFlow.Reports;

namespace PocketFlow.Tests;

public sealed class CompressionTests : IDisposable
{
    private readonly TinyWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [RuntimesFact]
    public void Run_Quantization_ShipsFilesThatAgreeWithTheEngine()
    {
        CompressionReport report = Compression.Run(_workshop.ModelPath, Recipe(), _workshop.In("out"));

        Assert.Equal(["original", "int8"], report.Stages.Select(s => s.Name));
        Assert.Equal(TinyWorkshop.TestImages, report.TestImages);
        Assert.All(report.Stages, s => Assert.All([s.TfLite, s.Onnx], f =>
        {
            Assert.Null(f.Problem);
            Assert.True(f.AgreementWithEngine >= 0.95, $"{f.Path} agrees on {f.AgreementWithEngine:P1}");
            Assert.True(f.MedianMilliseconds > 0);
            Assert.Equal(new FileInfo(_workshop.In(Path.Combine("out", f.Path))).Length, f.Bytes);
        }));
        Assert.Equal(1, report.Stages[0].TfLite.AgreementWithEngine);
        Assert.True(report.Stages[1].TfLite.Bytes < report.Stages[0].TfLite.Bytes);
        Assert.Equal(["conv1", "conv2", "logits"], report.Layers.Select(l => l.Name));
        Assert.All(report.Layers, l => Assert.Equal(l.ChannelsBefore, l.ChannelsAfter));
    }

    [RuntimesFact]
    public void Run_PruningThenQuantization_ShipsASmallerNetworkThatAgreesWithTheEngine()
    {
        var recipe = Recipe() with
        {
            Learners =
            [
                new LearnerStep(new ChannelPruningOptions { SpeedUp = 1.5, CalibrationImages = 64, Epochs = 1 }),
                new LearnerStep(new UniformQuantizationOptions { CalibrationImages = 64 }),
            ],
        };

        CompressionReport report = Compression.Run(_workshop.ModelPath, recipe, _workshop.In("out"));

        Assert.Equal(3, report.Stages.Count);
        Assert.True(report.Stages[0].Macs >= 1.5 * report.Stages[1].Macs);
        Assert.Equal(report.Stages[1].Macs, report.Stages[2].Macs);
        Assert.True(report.IsTargetMet);
        Assert.All(report.Stages, s => Assert.True(s.TfLite.AgreementWithEngine >= 0.95));
        Assert.Contains(report.Layers, l => l.ChannelsAfter < l.ChannelsBefore);
    }

    [Fact]
    public void Run_Quantization_WritesTheRunDirectory()
    {
        CompressionReport report = Compression.Run(_workshop.ModelPath, Quick(), _workshop.In("out"));

        string[] files = [.. Directory.GetFiles(_workshop.In("out"), "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(_workshop.In("out"), f)).Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "model.onnx", "model.tflite", "recipe.json", "report.json", "stages/00-original/model.onnx",
                "stages/00-original/model.tflite", "stages/01-int8/model.onnx", "stages/01-int8/model.tflite",
            ],
            files);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_workshop.In("out/report.json")));
        Assert.Equal(2, json.RootElement.GetProperty("stages").GetArrayLength());
        Assert.Equal(
            report.Machine.Processor, json.RootElement.GetProperty("machine").GetProperty("processor").GetString());
        ModelFileSummary shipped = ModelFile.Identify(_workshop.In("out/model.tflite"));
        Assert.Equal(TinyWorkshop.Normalization, shipped.Normalization?.ToString());
        Assert.Contains("uniform-quantization", shipped.Metadata[ModelMetadata.History], StringComparison.Ordinal);
    }

    [Fact]
    public void Run_EffectiveRecipe_RepeatsTheRunByteForByte()
    {
        Compression.Run(_workshop.ModelPath, Quick(), _workshop.In("first"));
        Compression.Run(
            _workshop.ModelPath, PocketFlow.Recipes.Recipe.Load(_workshop.In("first/recipe.json")),
            _workshop.In("second"));

        Assert.Equal(
            File.ReadAllBytes(_workshop.In("first/model.tflite")),
            File.ReadAllBytes(_workshop.In("second/model.tflite")));
        Assert.Equal(
            File.ReadAllText(_workshop.In("first/recipe.json")), File.ReadAllText(_workshop.In("second/recipe.json")));
    }

    [Fact]
    public void Run_NoNormalization_SaysHowToGiveOne()
    {
        Model model = TinyWorkshop.Network();
        model.Metadata.Clear();

        var failure = Assert.Throws<RecipeException>(() => Compression.Run(model, Quick(), _workshop.In("out")));

        Assert.Contains("--normalization", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_workshop.In("out")));
    }

    [Fact]
    public void Run_DataOfAnotherShape_IsARecipeProblem()
    {
        var builder = new GraphBuilder("wide");
        Value pooled = builder.GlobalAveragePool(builder.Conv(builder.Input("input", 1, 12, 12), "conv", 8, 3), "pool");
        Model model = builder.Build(builder.Gemm(pooled, "logits", 10));

        var failure = Assert.Throws<RecipeException>(() => Compression.Run(
            model, Quick() with { Normalization = "0.5/0.5", Validation = "random:32" }, _workshop.In("out")));

        Assert.Equal("data", Assert.Single(failure.Problems).JsonPath);
        Assert.Contains("1x8x8", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TruncatedModel_IsAModelFormatException()
    {
        string path = _workshop.In("cut.onnx");
        File.WriteAllBytes(path, File.ReadAllBytes(_workshop.ModelPath)[..^200]);

        Assert.Throws<ModelFormatException>(() => Compression.Run(path, Quick(), _workshop.In("out")));
    }

    private Recipe Recipe() => new()
    {
        Data = _workshop.Data,
        Threads = 2,
        Learners = [new(new UniformQuantizationOptions { CalibrationImages = 64 })],
        Measurement = new() { Runs = 10 },
    };

    private Recipe Quick() => Recipe() with { Measurement = new() { Latency = false, Images = 8 } };
}
