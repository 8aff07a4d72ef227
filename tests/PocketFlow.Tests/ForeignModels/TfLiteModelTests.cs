using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Runtimes;
using PocketFlow.Testing;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Tests.ForeignModels;

/// <summary>TFLite files made by others: what is read computes what LiteRT computes on the original file.</summary>
public sealed class TfLiteModelTests : IDisposable
{
    private const int Samples = 4;

    private readonly ModelRuntimes _runtimes = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;

    public void Dispose()
    {
        _runtimes.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>
    /// The keyword spotting file has 8-bit weights in float layers, for which LiteRT rounds activations as it goes.
    /// </summary>
    [SharedModelTheory("mobilenet_v1_0.25_224.tflite", "mlperf_tiny_resnet8.tflite", "mlperf_tiny_kws.tflite")]
    [InlineData("mobilenet_v1_0.25_224.tflite", -1, 1, 1e-4f)]
    [InlineData("mlperf_tiny_resnet8.tflite", 0, 255, 1e-4f)]
    [InlineData("mlperf_tiny_kws.tflite", -2, 2, 5e-3f)]
    public void Read_FloatModel_ComputesTheSameEverywhere(string file, float low, float high, float tolerance)
    {
        string path = SharedFiles.Find(Path.Combine("models", file))!;
        Model model = ModelFile.Read(path);
        (float[] first, float[] last) = Input(model, low, high);
        float[] expected = Run(path, last);

        Assert.DoesNotContain(model.Graph.Nodes, n => n.OpType is "Transpose" or "Identity");
        Assert.Equal("batch", model.Graph.Inputs[0].KnownShape[0].Symbol);
        Assert.Equal("batch", model.Graph.Outputs[0].KnownShape[0].Symbol);
        float[] found = RunEngine(model, first);
        AssertClose(expected, found, tolerance);
        string onnx = Path.Combine(_folder, "model.onnx");
        OnnxFormat.Write(model, onnx);
        AssertClose(found, Run(onnx, first), 1e-4f);
        string tflite = Path.Combine(_folder, "model.tflite");
        TfLiteFormat.Write(model, tflite, new TfLiteExportOptions());
        AssertClose(found, Run(tflite, last), 1e-4f);
        Assert.Equal(NamesIn(path), NamesIn(tflite));
    }

    [SharedModelTheory(
        "mobilenet_v1_0.25_224_google_quant.tflite", "mlperf_tiny_resnet8_int8.tflite", "mlperf_tiny_kws_int8.tflite")]
    [InlineData("mobilenet_v1_0.25_224_google_quant.tflite", -1, 1, 0.02f)]
    [InlineData("mlperf_tiny_resnet8_int8.tflite", 0, 255, 0.02f)]
    [InlineData("mlperf_tiny_kws_int8.tflite", -60, 60, 0.02f)]
    public void Read_QuantizedModel_ComputesNearlyTheSame(string file, float low, float high, float tolerance)
    {
        string path = SharedFiles.Find(Path.Combine("models", file))!;
        Model model = ModelFile.Read(path);
        (float[] first, float[] last) = Input(model, low, high);
        float[] expected = Run(path, last);

        Assert.DoesNotContain(model.Graph.Nodes, n => n.OpType == "Transpose");
        Assert.All(model.Graph.Inputs.Concat(model.Graph.Outputs), v => Assert.Equal(ElementType.Float32, v.Type));
        Assert.NotNull(model.Graph.Inputs[0].Quantization);
        AssertClose(expected, RunEngine(model, first), tolerance);
    }

    private float[] Run(string path, float[] input)
    {
        using IModelSession session = _runtimes.For(path).Load(path);
        return session.Run([input], Samples)[0];
    }

    private static float[] RunEngine(Model model, float[] input)
    {
        using var executor = new Executor(model);
        using TensorScope scope = TensorScope.Begin();
        using GradMode mode = Engine.NoGrad();
        Shape shape = model.Graph.Inputs[0].KnownShape;
        return executor.Forward([Tensor.FromArray(input, shape.ToArray(Samples))])[0].ToArray<float>();
    }

    private static (float[] First, float[] Last) Input(Model model, float low, float high)
    {
        long[] dims = model.Graph.Inputs[0].KnownShape.ToArray(Samples);
        var random = new Random(3);
        float[] first = Array.ConvertAll(
            new float[TensorData.CountOf(dims)], _ => low + (high - low) * random.NextSingle());
        return (first, dims.Length == 4 ? ElementOrder.Permute<float>(first, dims, [0, 2, 3, 1]) : first);
    }

    private static string[] NamesIn(string path)
    {
        TfLiteSummary summary = TfLiteFormat.Identify(path);
        return [.. summary.Inputs.Concat(summary.Outputs).Select(t => t.Name)];
    }

    private static void AssertClose(float[] expected, float[] found, float tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.True(expected.Distinct().Count() > 3, "The output is constant, so the comparison says nothing.");
        float worst = expected.Zip(found, (e, f) => MathF.Abs(e - f) / MathF.Max(1, MathF.Abs(e))).Max();
        Assert.True(worst <= tolerance, $"Outputs differ by {worst}.");
    }
}
