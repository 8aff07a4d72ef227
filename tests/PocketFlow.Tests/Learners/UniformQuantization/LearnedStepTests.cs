using PocketFlow.Graphs;
using PocketFlow.Learners.UniformQuantization;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Tests.Learners;

/// <summary>Steps of weights and activations against equations 2 and 3 of LSQ (arXiv 1902.08153), worked out here.</summary>
public sealed class LearnedStepTests
{
    private readonly Model _model;

    public LearnedStepTests()
    {
        QuantizationCandidates candidates = BitSamples.Candidates(BitSamples.Network());
        _model = candidates.Quantize(candidates.Space.Uniform(3, 4));
    }

    [Fact]
    public void OnParameter_WeightOfThreeBits_TrainsTheStepOfEachChannel()
    {
        using var executor = new Executor(_model);
        using var ranges = new LearnedRanges(executor.Graph, executor.Device);
        using TensorScope scope = TensorScope.Begin();
        Value weight = executor.Graph.Nodes.Single(n => n.Name == "conv2").Input(1);
        Quantization grid = weight.Quantization!;
        float[] reals = weight.Data!.ToFloats();
        Tensor upstream = Tensor.FromArray(
            [.. Enumerable.Range(0, reals.Length).Select(i => MathF.Sin(i))], weight.Data.Dims.ToArray(), executor.Device);

        Tensor rounded = ranges.OnParameter(weight, executor.ParameterOf(weight).Tensor);
        rounded.Mul(upstream).Sum().Backward();

        int size = reals.Length / grid.Scale.Length;
        double factor = 1 / Math.Sqrt(size * 3.0);
        float[] expected = new float[grid.Scale.Length];
        float[] values = rounded.ToArray<float>();
        for (int i = 0; i < reals.Length; i++)
        {
            double scale = grid.Scale[i / size];
            Assert.Equal(scale * Math.Clamp(Math.Round(reals[i] / scale), -3, 3), values[i], 1e-5);
            expected[i / size] += (float)(MathF.Sin(i) * StepGradient(reals[i] / scale, -3, 3) * factor);
        }

        AssertClose(expected, GradientOf(ranges, grid.Scale));
    }

    [Fact]
    public void OnValue_ActivationOfFourBits_TrainsItsStep()
    {
        using var executor = new Executor(_model);
        using var ranges = new LearnedRanges(executor.Graph, executor.Device);
        using TensorScope scope = TensorScope.Begin();
        Value value = executor.Graph.Nodes.Single(n => n.Name == "relu1").Output;
        Quantization grid = value.Quantization!;
        float[] reals = [.. Enumerable.Range(0, 48).Select(i => (0.37f + i) / 40 * grid.Scale[0] * 16)];

        Tensor rounded = ranges.OnValue(value, Tensor.FromArray(reals, new long[] { 2, 24 }, executor.Device));
        rounded.Sum().Backward();

        double sum = reals.Sum(r => StepGradient(r / grid.Scale[0], 0, 15));
        AssertClose([(float)(sum / Math.Sqrt(24 * 15.0))], GradientOf(ranges, grid.Scale));
    }

    [Fact]
    public void Annotate_GivesEveryTensorTheBitsThatItHad()
    {
        using var executor = new Executor(_model);
        using var learned = new LearnedRanges(executor.Graph, executor.Device);
        using var averaged = new AveragedRanges(executor.Graph, executor.Device);
        foreach (TrainedRanges ranges in new TrainedRanges[] { learned, averaged })
        {
            Model annotated = _model.Clone();
            ranges.Annotate(annotated);

            foreach (Value value in _model.Graph.Values.Where(v => v.Quantization is not null))
            {
                Quantization before = value.Quantization!, after = annotated.Graph.Find(value.Name)!.Quantization!;
                Assert.Equal((before.Bits, before.Minimum, before.Maximum), (after.Bits, after.Minimum, after.Maximum));
                Assert.Equal(before.Scale[0], after.Scale[0], 1e-4 * before.Scale[0]);
            }
        }
    }

    [Theory]
    [InlineData(RangeLearning.Learned)]
    [InlineData(RangeLearning.Averaged)]
    public void Compress_TrainedOnTwoBits_KeepsTheBits(RangeLearning ranges)
    {
        Model model = BitSamples.Network();
        var options = new UniformQuantizationOptions
        {
            WeightBits = 2, ActivationBits = 4, Epochs = 1, BatchSize = 16, Ranges = ranges,
        };

        Model trained = new UniformQuantizationLearner(options).Compress(model, BitSamples.Context(model)).Model;

        Quantization grid = trained.Graph.Nodes.Single(n => n.Name == "conv2").Input(1).Quantization!;
        Assert.Equal(2, grid.Bits);
        Assert.All(grid.Scale, s => Assert.InRange(s, 1e-4f, 10f));
        Assert.Equal(4, trained.Graph.Nodes.Single(n => n.Name == "relu1").Output.Quantization!.Bits);
    }

    // The derivative of s·clamp(round(v)) by s with the rounding passed through, v = x / s. What rounds to the last level is
    // inside, where equation 3 has it outside.
    private static double StepGradient(double v, int low, int high)
    {
        double rounded = Math.Round(v);
        return rounded < low ? low : rounded > high ? high : rounded - v;
    }

    private static float[] GradientOf(TrainedRanges ranges, IEnumerable<float> start) => ranges.Parameters
        .Single(p => p.Grad is not null && p.ToArray<float>().SequenceEqual(start)).Grad!.ToArray<float>();

    private static void AssertClose(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), p => Assert.Equal(p.First, p.Second, 1e-3 + 1e-3 * Math.Abs(p.First)));
    }
}
