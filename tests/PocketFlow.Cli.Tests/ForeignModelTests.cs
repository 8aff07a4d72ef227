using System.Diagnostics;
using System.Text.Json;
using PocketFlow.Testing;

namespace PocketFlow.Cli.Tests;

/// <summary>Models that others made, on the data that they were made for: known figures must come out.</summary>
[Trait("Category", "Slow")]
public sealed class ForeignModelTests : IDisposable
{
    private const string ImageNet = "data/imagenet-sample-224.tar";
    private const string Cifar = "data/cifar-10-binary.tar.xz";
    private const string MobileNet = "models/mobilenet_v1_0.25_224.tflite";
    private const string ResNet8 = "models/mlperf_tiny_resnet8.tflite";
    private const string ResNet8Int8 = "models/mlperf_tiny_resnet8_int8.tflite";

    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SharedFact(ImageNet, MobileNet)]
    public async Task Evaluate_MobileNetOnImageFolders_HasItsAccuracy()
    {
        Unpack(ImageNet);

        double[] accuracy = await Evaluate(
            MobileNet, "--data", $"images:{_folder}", "--normalization", "-1..1", "--class-offset", "1");

        // MobileNet-v1 0.25 has 49.8 / 74.2 % on all 50,000 images; these 1,000 are one of each class.
        Assert.InRange(accuracy[0], 0.545, 0.553);
        Assert.InRange(accuracy[1], 0.76, 0.82);
    }

    [SharedFact(ImageNet, MobileNet)]
    public async Task Evaluate_MobileNetWithoutOffset_NamesTheOption()
    {
        Unpack(ImageNet);

        CommandRun run = await CommandRun.Of(
            "evaluate", SharedFiles.Find(MobileNet)!, "--data", $"images:{_folder}", "--normalization", "-1..1");

        run.AssertFailed(2, "1001 outputs", "--class-offset 1");
    }

    [SharedFact(Cifar, ResNet8, ResNet8Int8)]
    public async Task Evaluate_ResNet8OnCifar10_HasItsKnownAccuracy()
    {
        Unpack(Cifar);
        string data = $"cifar10:{_folder}";

        double[] wide = await Evaluate(ResNet8, "--data", data, "--normalization", "0..255");
        double[] narrow = await Evaluate(ResNet8Int8, "--data", data, "--normalization", "0..255");

        Assert.Equal((0.8719, 0.8697), (wide[0], narrow[0]));
    }

    private static async Task<double[]> Evaluate(string model, params string[] options)
    {
        CommandRun run = await CommandRun.Of(["evaluate", SharedFiles.Find(model)!, "--json", .. options]);

        Assert.True(run.ExitCode == 0, run.Error);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        return [.. json.RootElement.GetProperty("metrics").EnumerateArray().Select(m => m.GetProperty("value").GetDouble())];
    }

    private void Unpack(string archive)
    {
        using Process tar = Process.Start("tar", ["xf", SharedFiles.Find(archive)!, "-C", _folder]);
        tar.WaitForExit();
        Assert.Equal(0, tar.ExitCode);
    }
}
