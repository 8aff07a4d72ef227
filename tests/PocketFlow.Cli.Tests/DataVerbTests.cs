using System.Text.Json;
using PocketFlow.Data;
using PocketFlow.Testing;
using PocketFlow.Tests;

namespace PocketFlow.Cli.Tests;

/// <summary>Verbs on data that aren't in one of the named layouts.</summary>
public sealed class DataVerbTests : IDisposable
{
    private readonly TinyWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task Evaluate_ImageFolder_EqualsTheSameImagesInAnotherLayout()
    {
        string folder = WriteImages(classes: 10);

        string idx = await Metrics("--data", _workshop.Data);
        string images = await Metrics("--data", $"images:{folder}", "--channels", "1");

        Assert.Equal(idx, images);
    }

    [Fact]
    public async Task Evaluate_FewerClassesThanOutputs_NamesTheOptionThatHelps()
    {
        string folder = WriteImages(classes: 9);

        CommandRun refused = await Evaluate("--data", $"images:{folder}", "--channels", "1");
        CommandRun shifted = await Evaluate("--data", $"images:{folder}", "--channels", "1", "--class-offset", "1");

        refused.AssertFailed(2, "10 outputs", "--class-offset 1");
        Assert.Equal(ExitCodes.Ok, shifted.ExitCode);
    }

    [Fact]
    public async Task Evaluate_NobodyNamesData_SaysWhatToGive() =>
        (await Evaluate()).AssertFailed(2, "names no data set", "--data", "images:DIR");

    [Fact]
    public async Task Evaluate_WrongPreparation_ListsEveryProblem()
    {
        CommandRun run = await Evaluate("--data", _workshop.Data, "--resize", "big", "--channels", "2");

        Assert.Equal(ExitCodes.InvalidInput, run.ExitCode);
        Assert.Contains("\"big\"", run.Error, StringComparison.Ordinal);
        Assert.Contains("channels is 2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compress_PreparedImages_RecordsThePreparationForLater()
    {
        string folder = WriteImages(classes: 10, size: 16);
        string output = _workshop.In("out");

        CommandRun compress = await CommandRun.Of(
            "compress", _workshop.ModelPath, "--data", $"images:{folder}", "--resize", "8x8", "--channels", "1",
            "--test-split", "last:10", "--validation", "last:8", "--learner", "uniform-quantization",
            "--calibration-images", "16", "--skip-benchmark", "-o", output);
        CommandRun evaluate = await CommandRun.Of(
            "evaluate", Path.Combine(output, "model.onnx"), "--data", $"images:{folder}", "--engine");

        Assert.True(compress.ExitCode == 0, compress.Error);
        Assert.True(evaluate.ExitCode == 0, evaluate.Error);
        Assert.Contains("on 40 images of images:", evaluate.Output, StringComparison.Ordinal);
        PocketFlow.Recipes.PreparationSettings? recorded = ModelFile.Identify(Path.Combine(output, "model.onnx")).Preparation;
        Assert.Equal(("8x8", 1, null), (recorded?.Resize, recorded?.Channels, recorded?.TestSplit));
    }

    private async Task<string> Metrics(params string[] options)
    {
        CommandRun run = await Evaluate([.. options, "--json"]);

        Assert.True(run.ExitCode == 0, run.Error);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal(TinyWorkshop.TestImages, json.RootElement.GetProperty("images").GetInt32());
        return json.RootElement.GetProperty("metrics").GetRawText();
    }

    private Task<CommandRun> Evaluate(params string[] options) =>
        CommandRun.Of(["evaluate", _workshop.ModelPath, "--engine", .. options]);

    /// <summary>The test images as PNG files in class folders; those of missing classes go to the first.</summary>
    private string WriteImages(int classes, int size = 8)
    {
        ImageDataset test = DatasetRegistry.CreateDefault().Open(_workshop.Data).Test;
        string folder = _workshop.In("images");
        for (int i = 0; i < test.Count; i++)
        {
            byte[] image = test.Image(i).ToArray();
            byte[] enlarged = [.. Enumerable.Range(0, size * size).Select(p => image[(p / size * 8 / size * 8) + (p % size * 8 / size)])];
            PngFile.Write(Path.Combine(folder, $"class{test.Label(i) % classes}", $"{i}.png"), enlarged, size, size);
        }

        return folder;
    }
}
