using PocketFlow.Learners;
using PocketFlow.Tests;

namespace PocketFlow.Cli.Tests;

public sealed class BadInputTests : IDisposable
{
    private readonly TinyWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Theory]
    [InlineData("inspect")]
    [InlineData("benchmark")]
    [InlineData("evaluate", "--data", "mnist:/nowhere")]
    [InlineData("compress", "--data", "mnist:/nowhere", "--learner", "uniform-quantization", "-o", "/nowhere/out")]
    public async Task AnyVerb_MissingModel_SaysThatThereIsNone(string verb, params string[] rest)
    {
        CommandRun run = await CommandRun.Of([verb, "/nowhere/model.onnx", .. rest]);

        run.AssertFailed(2, "/nowhere/model.onnx: there is no such file");
    }

    [Fact]
    public async Task Compress_TruncatedModel_SaysThatItIsDamaged()
    {
        string path = _workshop.In("cut.onnx");
        File.WriteAllBytes(path, File.ReadAllBytes(_workshop.ModelPath)[..^300]);

        (await Compress(model: path)).AssertFailed(2, path, "damaged");
    }

    [Fact]
    public async Task Compress_MissingData_SaysWhatWasExpected() =>
        (await Compress(data: $"mnist:{_workshop.In("none")}")).AssertFailed(2, "no such folder", "train-images");

    [Fact]
    public async Task Compress_ShortDataFile_NamesTheFile()
    {
        string path = Path.Combine(_workshop.DataFolder, "train-images-idx3-ubyte");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^10]);

        (await Compress()).AssertFailed(2, path, "10230 bytes behind the header");
    }

    [Fact]
    public async Task Evaluate_TaskOfOtherTargets_SaysWhatTheTargetsAreFor()
    {
        CommandRun run = await CommandRun.Of(
            "evaluate", _workshop.ModelPath, "--data", _workshop.Data, "--task", "segmentation", "--engine");

        run.AssertFailed(2, "one of 10 classes", "classification");
    }

    [Fact]
    public async Task Compress_UnknownLearner_ListsTheKnownOnes() =>
        (await Compress(learner: "uniform-quantisation"))
            .AssertFailed(2, "channel-pruning, uniform-quantization", "Did you mean \"uniform-quantization\"?");

    [Fact]
    public async Task Compress_NoLearner_ListsTheKnownOnes()
    {
        CommandRun run = await CommandRun.Of(
            "compress", _workshop.ModelPath, "--data", _workshop.Data, "-o", _workshop.In("out"));

        run.AssertFailed(2, "learners: found none", "channel-pruning, uniform-quantization");
    }

    [Fact]
    public async Task Compress_OutputInsideAFile_SaysThatItCantBeWritten() =>
        (await Compress(output: Path.Combine(_workshop.ModelPath, "out"))).AssertFailed(2, "can't be written");

    [Fact]
    public async Task Compress_ReadOnlyOutput_SaysThatItCantBeWritten() =>
        (await Compress(output: "/proc/out")).AssertFailed(2, "/proc/out can't be written");

    [Fact]
    public async Task Compress_OptionOfAnotherLearner_NamesTheOption()
    {
        CommandRun run = await CommandRun.Of(
            "compress", _workshop.ModelPath, "--data", _workshop.Data, "--learner", "uniform-quantization",
            "--speed-up", "2", "-o", _workshop.In("out"));

        run.AssertFailed(2, "--speed-up: no learner of this run has the setting speedUp");
    }

    [Theory]
    [InlineData("--weight-bits", "1", "weightBits is 1; expected was 2 to 8")]
    [InlineData("--activation-bits", "9", "activationBits is 9; expected was 2 to 8")]
    [InlineData("--edge-bits", "0", "edgeBits is 0; expected was 2 to 8")]
    [InlineData("--set", "learners[0].layerWeightBits={\"conv1\":12}", "layerWeightBits.conv1 is 12")]
    [InlineData("--set", "learners[0].layerWeightBits=4", "expected an object of names with whole numbers")]
    [InlineData(
        "--set", "learners[0].layerWeightBits={\"conv_1\":4}",
        "learners[0].layerWeightBits: found the unknown layer \"conv_1\"; expected one of conv1, conv2, logits.",
        "Did you mean \"conv1\"?")]
    [InlineData("--set", "learners[0].layerActivationBits.bn1=4", "unknown layer \"bn1\"; expected one of input, conv1, relu1")]
    public async Task Compress_ImpossibleBits_SaysWhatWasExpected(string option, string value, params string[] messages)
    {
        CommandRun run = await CommandRun.Of(
            "compress", _workshop.ModelPath, "--data", _workshop.Data, "--learner", "uniform-quantization",
            option, value, "-o", _workshop.In("out"));

        run.AssertFailed(2, messages);
        Assert.False(Directory.Exists(_workshop.In("out")));
    }

    [Fact]
    public async Task Compress_FullDisk_KeepsTheGoodFile()
    {
        // AtomicFile writes beside the file; a link makes that place a device without room.
        string stage = Directory.CreateDirectory(_workshop.In("out/stages/00-original")).FullName;
        string good = Path.Combine(stage, "model.onnx");
        File.WriteAllText(good, "good");
        File.CreateSymbolicLink($"{good}.partial-{Environment.ProcessId}", "/dev/full");

        CommandRun run = await Compress();

        run.AssertFailed(2, "No space left on device");
        Assert.Equal("good", File.ReadAllText(good));
    }

    [Fact]
    public async Task Evaluate_NoNormalization_SaysHowToGiveOne()
    {
        Graphs.Model model = TinyWorkshop.Network();
        model.Metadata.Clear();
        string path = _workshop.In("plain.onnx");
        Formats.Onnx.OnnxFormat.Write(model, path);

        CommandRun run = await CommandRun.Of("evaluate", path, "--data", _workshop.Data);

        run.AssertFailed(2, "--normalization");
    }

    [Fact]
    public async Task Compress_UnknownOption_IsAUsageError() =>
        Assert.Equal(1, (await CommandRun.Of("compress", "model.onnx", "-o", "out", "--sped-up", "2")).ExitCode);

    [Fact]
    public async Task Compress_DebugVerbosity_ShowsTheStackTrace()
    {
        CommandRun run = await CommandRun.Of("inspect", "/nowhere/model.onnx", "--verbosity", "debug");

        Assert.Contains("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compress_ImpossibleTarget_NamesTheMostThatCanBeReached()
    {
        CommandRun run = await CommandRun.Of(
            "compress", _workshop.ModelPath, "--data", _workshop.Data, "--learner", "channel-pruning", "--speed-up",
            "1000", "-o", _workshop.In("out"));

        run.AssertFailed(4, "1000x", "the most is");
    }

    [Fact]
    public async Task FailureReport_UnreachableTarget_HasItsOwnCode()
    {
        var failure = new BudgetInfeasibleException("speed-up", 1000, 12.5, "Ask for less.");

        CommandRun run = await CommandRun.Failing(failure);

        run.AssertFailed(4, "1000x", "12.5x");
    }

    private Task<CommandRun> Compress(
        string? model = null, string? data = null, string learner = "uniform-quantization", string? output = null) =>
        CommandRun.Of(
            "compress", model ?? _workshop.ModelPath, "--data", data ?? _workshop.Data, "--learner", learner, "-o",
            output ?? _workshop.In("out"));
}
