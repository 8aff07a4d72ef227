using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Runtimes;

namespace PocketFlow.Formats.Tests.TfLite;

/// <summary>LiteRT running the TFLite file gives what ONNX Runtime gives from the same model's ONNX file.</summary>
[Trait("Category", "Oracle")]
public sealed class RuntimeAgreementTests
{
    private const int Samples = 8;

    public static TheoryData<string> Networks => [.. s_networks.Keys];

    private static readonly Dictionary<string, Func<Model>> s_networks = new(StringComparer.Ordinal)
    {
        ["resnet20"] = TestNetworks.ResNet20,
        ["lenet"] = TestNetworks.LeNet,
        ["inverted-residual"] = TestNetworks.InvertedResidual,
        ["stem"] = TestNetworks.Stem,
        ["shuffle"] = TestNetworks.Shuffle,
        ["decoder"] = TestNetworks.Decoder,
        ["signal"] = TestNetworks.Signal,
        ["attention"] = TestNetworks.ChannelAttention,
        ["average-pools"] = () => TestNetworks.Pools("AveragePool"),
        ["max-pools"] = () => TestNetworks.Pools("MaxPool"),
    };

    [RuntimesTheory]
    [MemberData(nameof(Networks))]
    public void Run_FloatFile_AgreesToTheLastDigits(string network)
    {
        Model model = s_networks[network]();

        (float[][] expected, float[][] found) = RunBoth(model);

        for (int o = 0; o < expected.Length; o++)
        {
            float largest = expected[o].Max(MathF.Abs);
            Assert.All(expected[o].Zip(found[o]), p => Assert.Equal(p.First, p.Second, 1e-4f * largest));
        }
    }

    [RuntimesTheory]
    [InlineData("lenet")]
    [InlineData("inverted-residual")]
    [InlineData("stem")]
    [InlineData("decoder")]
    [InlineData("signal")]
    public void Run_Int8File_AgreesWithinOneStep(string network)
    {
        Model model = TestNetworks.Quantize(s_networks[network]());
        float step = model.Graph.Outputs[0].Quantization!.Scale[0];

        (float[][] expected, float[][] found) = RunBoth(model);

        int[] steps = [.. expected[0].Zip(found[0], (e, f) => (int)MathF.Round(MathF.Abs(e - f) / step))];
        Assert.InRange(steps.Count(s => s <= 1), (int)Math.Ceiling(0.99 * steps.Length), steps.Length);
        Assert.True(expected[0].Distinct().Count() > 3, "The output is constant, so the comparison says nothing.");
    }

    private static (float[][] Onnx, float[][] TfLite) RunBoth(Model model)
    {
        using var onnx = new TemporaryFile("model.onnx");
        using var tflite = new TemporaryFile();
        OnnxFormat.Write(model, onnx.Path);
        TfLiteFormat.Write(model, tflite.Path, new TfLiteExportOptions());
        long[] dims = model.Graph.Inputs[0].KnownShape.ToArray();
        dims[0] = Samples;
        float[] input = Normal(TensorData.CountOf(dims));
        using var runtimes = new ModelRuntimes();
        using IModelSession first = runtimes.For(onnx.Path).Load(onnx.Path);
        using IModelSession second = runtimes.For(tflite.Path).Load(tflite.Path);
        float[][] expected = first.Run([input], Samples);
        float[][] found = second.Run([ElementOrder.Permute<float>(input, dims, Layout.ChannelsLast(4).Order)], Samples);
        return ([.. expected.Select((e, i) => Arrange(e, model.Graph.Outputs[i].KnownShape.ToArray(Samples)))], found);
    }

    private static float[] Arrange(float[] output, long[] dims)
    {
        dims[0] = Samples;
        return dims.Length == 4 ? ElementOrder.Permute<float>(output, dims, Layout.ChannelsLast(4).Order) : output;
    }

    private static float[] Normal(long count)
    {
        var random = new Random(11);
        float[] numbers = new float[count];
        for (int i = 0; i < numbers.Length; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            numbers[i] = (float)(radius * Math.Cos(Math.Tau * random.NextDouble()));
        }

        return numbers;
    }
}
