using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Learners.ChannelPruning;
using PocketFlow.Recipes;
using PocketFlow.Reports;
using PocketFlow.Runtimes;
using PocketFlow.Testing;
using PocketFlow.Testing.TensorFlow;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Tests;

/// <summary>Networks in TensorFlow's formats, from reading to the files that ship.</summary>
[Trait("Category", "Oracle")]
public sealed class TensorFlowNetworkTests(TensorFlowNetworks models) : IClassFixture<TensorFlowNetworks>
{
    private const float Tolerance = 1e-4f;

    public static TheoryData<string> Networks =>
        ["mobilenet_frozen", "mobilenet_v1", "mobilenet_v2", "resnet_frozen", "resnet_v1", "resnet_v2"];

    [ToolTheory(TensorFlowModels.Python)]
    [MemberData(nameof(Networks))]
    public void Engine_Network_EqualsPyTorchWithoutTransposes(string name)
    {
        Model model = ModelFile.Read(models.PathOf(name));

        using var executor = new Executor(model, default, MemoryFormat.ChannelsLast);
        using TensorScope scope = TensorScope.Begin();
        using (Engine.NoGrad())
        {
            Tensor input = Tensor.FromArray(models.Elements(name, "input"), models.Dims(name, "input"));
            AssertClose(models.Elements(name, "output"), executor.Forward(input).ToArray<float>());
        }

        string[] nodes = [.. model.Graph.Nodes.Select(n => n.OpType)];
        Assert.DoesNotContain("Transpose", nodes);
        // Biases are in their layers; what is left are shortcuts.
        Assert.Equal(name.StartsWith("resnet", StringComparison.Ordinal) ? 2 : 0, nodes.Count(n => n == "Add"));
    }

    [RuntimesTheory(TensorFlowModels.Python)]
    [InlineData("mobilenet_v1")]
    [InlineData("resnet_v2")]
    public void Write_Network_RunsTheSameInBothRuntimes(string name)
    {
        Model model = ModelFile.Read(models.PathOf(name));
        string onnx = Path.Combine(models.Folder(name), "model.onnx");
        string tfLite = Path.Combine(models.Folder(name), "model.tflite");
        OnnxFormat.Write(model, onnx);
        TfLiteFormat.Write(model, tfLite, new TfLiteExportOptions());
        using var runtimes = new ModelRuntimes();
        using IModelSession first = runtimes.For(onnx).Load(onnx);
        using IModelSession second = runtimes.For(tfLite).Load(tfLite);
        float[] images = models.Elements(name, "input");

        AssertClose(models.Elements(name, "output"), first.Run(images, 2));
        AssertClose(models.Elements(name, "output"), second.Run(ChannelsLast(images, 2, 3, 32 * 32), 2));
    }

    [RuntimesTheory(TensorFlowModels.Python)]
    [InlineData("mobilenet_v2")]
    [InlineData("resnet_frozen")]
    public void Compress_Network_ShipsASmallerOneThatAgreesWithTheEngine(string name)
    {
        string folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;
        try
        {
            WriteNoiseAsCifar(folder);
            var pruning = new ChannelPruningOptions { SpeedUp = 1.5, CalibrationImages = 40, Epochs = 1 };

            CompressionReport report = Compression.Run(models.PathOf(name), new Recipe
            {
                Data = $"cifar10:{folder}",
                Validation = "random:20",
                Normalization = "0.5/0.25",
                Threads = 2,
                Learners = [new(pruning)],
                Measurement = new() { Latency = false },
            }, Path.Combine(folder, "out"));

            Assert.True(report.Stages[0].Macs >= 1.5 * report.Stages[1].Macs);
            Assert.All(report.Stages.SelectMany(s => new[] { s.TfLite, s.Onnx }), f =>
            {
                Assert.Null(f.Problem);
                Assert.True(f.AgreementWithEngine >= 0.95, $"{f.Path} agrees on {f.AgreementWithEngine:P1}");
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [ToolTheory(TensorFlowModels.Python)]
    [InlineData("mobilenet_frozen")]
    [InlineData("resnet_v2")]
    public void FormatOf_Network_IsTensorFlow(string name)
    {
        string path = models.PathOf(name);

        Assert.Equal(ModelFileFormat.TensorFlow, ModelFile.FormatOf(path));
        ModelFileSummary summary = ModelFile.Identify(path);
        Assert.True(summary.Bytes > 30_000);
        Assert.EndsWith("Float32[batch, 32, 32, 3]", Assert.Single(summary.Inputs), StringComparison.Ordinal);
        Assert.True(summary.TensorFlow!.Operators["Conv2D"] > 4);
    }

    private static float[] ChannelsLast(float[] images, int count, int channels, int pixels)
    {
        float[] moved = new float[images.Length];
        for (int i = 0; i < images.Length; i++)
        {
            (int n, int rest) = Math.DivRem(i, channels * pixels);
            moved[(n * pixels + rest % pixels) * channels + rest / pixels] = images[i];
        }

        Assert.Equal(images.Length, count * channels * pixels);
        return moved;
    }

    private static void WriteNoiseAsCifar(string folder)
    {
        const int Record = 1 + 3 * 32 * 32;
        var random = new Random(3);
        foreach (string file in Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin").Append("test_batch.bin"))
        {
            byte[] bytes = new byte[20 * Record];
            random.NextBytes(bytes);
            for (int i = 0; i < bytes.Length; i += Record)
            {
                bytes[i] %= 10;
            }

            File.WriteAllBytes(Path.Combine(folder, file), bytes);
        }
    }

    private static void AssertClose(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), p => Assert.Equal(p.First, p.Second, Tolerance));
    }
}
