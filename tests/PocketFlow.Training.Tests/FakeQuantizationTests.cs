using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Training.Tests;

public sealed class FakeQuantizationTests
{
    [Theory]
    [InlineData(0.1f, 0, 0, 255)]
    [InlineData(0.0371f, 113, 0, 255)]
    [InlineData(0.7f, 5, 0, 15)]
    [InlineData(1.3f, 0, -1, 1)]
    public void Apply_WithoutGradients_GivesWhatTheOperatorGives(float scale, int zeroPoint, int minimum, int maximum)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor input = Tensor.FromArray(
            [.. Enumerable.Range(-4000, 8001).Select(i => i * 0.0125f), .. Enumerable.Range(-9, 19).Select(i => i * 0.5f * scale)],
            new long[] { 8001 + 19 });
        var quantization = new Quantization([scale], [zeroPoint], null, minimum, maximum);

        float[] wanted = input.FakeQuantizePerTensor(scale, zeroPoint, minimum, maximum).ToArray<float>();
        float[] withGradients = FakeQuantization.Apply(quantization, input).ToArray<float>();
        using GradMode noGrad = Engine.NoGrad();
        float[] without = FakeQuantization.Apply(quantization, input).ToArray<float>();

        Assert.Equal(wanted, withGradients);
        Assert.Equal(wanted, without);
    }
}
