using PocketFlow.Graphs;
using PocketFlow.Torch;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>Ranges that follow an exponential average of each training batch's extremes (Jacob et al. 2018, section 3.1).</summary>
internal sealed class AveragedRanges(Graph graph, Device device) : TrainedRanges(graph, device)
{
    private const double Momentum = 0.01;

    protected override Tensor[] Start(Quantization grid, Device device) =>
        [Tensor.FromArray([grid.Dequantize(grid.Minimum), grid.Dequantize(grid.Maximum)], 2, device)];

    protected override Tensor Round(Tensor tensor, Tensor[] range, int bits)
    {
        // Gradients are recorded while training only; validation must not move the range.
        if (Engine.IsGradEnabled)
        {
            using GradMode noGrad = Engine.NoGrad();
            Tensor extremes = Tensor.Stack([tensor.Detach().Min(), tensor.Detach().Max()]);
            range[0].LerpInPlace(extremes, Momentum);
        }

        Quantization grid = GridOf(range, bits);
        return tensor.FakeQuantizePerTensor(grid.Scale[0], grid.ZeroPoint[0], grid.Minimum, grid.Maximum);
    }

    protected override Quantization GridOf(Tensor[] range, int bits)
    {
        float[] extremes = range[0].ToArray<float>();
        return Quantization.Affine(extremes[0], extremes[1], bits);
    }
}
