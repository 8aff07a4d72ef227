using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Learners.UniformQuantization;
using PocketFlow.Runtimes;
using PocketFlow.Testing;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Tests.Learners;

public sealed class QuantizationCandidatesTests : IDisposable
{
    private const int Batch = 16;
    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;
    private readonly Model _model = BitSamples.Network();
    private readonly QuantizationCandidates _candidates;

    public QuantizationCandidatesTests() => _candidates = BitSamples.Candidates(_model);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Quantize_BitsOfLayers_ReachTheirTensors()
    {
        BitAllocation bits = RandomBits(4);

        Graph graph = _candidates.Quantize(bits).Graph;

        Assert.All(_candidates.Space.Weights, w => Assert.Equal(
            bits.Weights[w.Layer], graph.Nodes.Single(n => n.Name == w.Layer).Input(1).Quantization!.Bits));
        foreach (QuantizedActivation activation in _candidates.Space.Activations)
        {
            Assert.All(activation.Values, v => Assert.Equal(
                bits.Activations[activation.Layer], graph.Find(v.Name)!.Quantization!.Bits));
        }

        Assert.Equal(1f / 256, graph.Nodes.Single(n => n.Name == "gate").Output.Quantization!.Scale[0]);
    }

    [Fact]
    public void Quantize_SameBitsAsTheLearner_GivesTheSameModel()
    {
        var options = new UniformQuantizationOptions { WeightBits = 4, ActivationBits = 5 };
        Model learned = new UniformQuantizationLearner(options).Compress(_model, BitSamples.Context(_model)).Model;

        Model candidate = _candidates.Quantize(_candidates.Space.Allocate(options));

        Assert.Equal(learned.ToString(), candidate.ToString());
        Assert.Equal(Run(learned), Run(candidate));
    }

    [Fact]
    public void Quantize_MoreBits_IsNearerToTheModel()
    {
        float[] expected = Run(_model);
        double[] errors = [.. Enumerable.Range(2, 7).Select(bits =>
            Run(_candidates.Quantize(_candidates.Space.Uniform(bits, bits, bits))).Zip(expected, (f, e) => Math.Pow(f - e, 2)).Sum())];

        Assert.All(errors.Zip(errors.Skip(1)), e => Assert.True(e.Second < e.First, string.Join(' ', errors)));
    }

    [Fact]
    public void Quantize_CorrectedBiases_KeepTheMeansOfTheLastLayer()
    {
        var nearest = QuantizationCandidates.Observe(
            _model, new UniformQuantizationOptions { RoundingCompensation = false }, BitSamples.Context(_model));

        Assert.True(MeanError(nearest, correctsBiases: true) < 0.5 * MeanError(nearest, correctsBiases: false));
    }

    [RuntimesTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Quantize_RandomBits_FilesComputeWhatTheEngineComputes(int seed)
    {
        Model quantized = _candidates.Quantize(RandomBits(seed));
        float step = quantized.Graph.Outputs[0].Quantization!.Scale[0];
        float[] expected = Run(quantized);

        string onnx = Path.Combine(_folder, "model.onnx"), tfLite = Path.Combine(_folder, "model.tflite");
        OnnxFormat.Write(quantized, onnx);
        TfLiteFormat.Write(quantized, tfLite, new TfLiteExportOptions());

        AssertClose(expected, RunFile(onnx), step);
        AssertClose(expected, RunFile(tfLite), step);
        AssertClose(expected, Run(OnnxFormat.Read(onnx)), step);
        AssertClose(expected, Run(TfLiteFormat.Read(tfLite)), step);
    }

    private static void AssertClose(float[] expected, float[] found, float step)
    {
        Assert.Equal(expected.Length, found.Length);
        float[] distances = [.. expected.Zip(found, (e, f) => MathF.Abs(e - f) / step)];
        Assert.True(distances.Max() < 1.01f, $"{distances.Max()} steps away.");
        Assert.True(distances.Count(d => d < 0.01f) >= 0.95 * distances.Length, $"{distances.Count(d => d >= 0.01f)} differ.");
    }

    private BitAllocation RandomBits(int seed)
    {
        var random = new Random(seed);
        return new BitAllocation(
            _candidates.Space.Weights.ToDictionary(w => w.Layer, _ => random.Next(2, 9)),
            _candidates.Space.Activations.ToDictionary(a => a.Layer, a => random.Next(a.Layer == "dense" ? 5 : 2, 9)));
    }

    private double MeanError(QuantizationCandidates candidates, bool correctsBiases)
    {
        Model quantized = candidates.Quantize(candidates.Space.Uniform(3, 8), correctsBiases);
        float[] wanted = Means(Run(_model)), found = Means(Run(quantized));
        return wanted.Zip(found, (w, f) => Math.Abs(w - f)).Sum();
    }

    private static float[] Means(float[] outputs) =>
        [.. Enumerable.Range(0, 3).Select(c => outputs.Where((_, i) => i % 3 == c).Average())];

    // The images that calibration saw.
    private static float[] Input(Model model, int count)
    {
        var context = BitSamples.Context(model);
        return context.Train.Normalized(..count, context.Normalization);
    }

    internal static float[] Run(Model model)
    {
        using var executor = new Executor(model);
        using TensorScope scope = TensorScope.Begin();
        using GradMode mode = Engine.NoGrad();
        long[] shape = [Batch, 1, TaskSamples.Size, TaskSamples.Size];
        return executor.Forward(Tensor.FromArray(Input(model, Batch), shape)).ToArray<float>();
    }

    private float[] RunFile(string path)
    {
        using var runtimes = new ModelRuntimes();
        using IModelSession session = runtimes.For(path).Load(path);
        return session.Run([Input(_model, Batch)], Batch)[0];
    }
}
