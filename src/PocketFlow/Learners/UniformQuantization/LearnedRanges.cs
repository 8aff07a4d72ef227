using PocketFlow.Graphs;
using PocketFlow.Torch;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>
/// Step sizes trained by gradients (Esser et al. 2020, arXiv 1902.08153, equations 2 to 4). Zero points stay where
/// calibration put them, so that the rectifier's zero stays exact.
/// </summary>
internal sealed class LearnedRanges(Graph graph, Device device) : TrainedRanges(graph, device)
{
    protected override Tensor[] Start(Quantization grid, Device device) =>
    [
        Tensor.FromArray([grid.Scale[0]], 1, device).WithRequiresGrad(),
        Tensor.FromArray([(float)grid.ZeroPoint[0]], 1, device),
    ];

    protected override Tensor Round(Tensor tensor, Tensor[] range, int bits)
    {
        int maximum = (1 << bits) - 1;
        double factor = GradientFactor(tensor.ElementCount / tensor.Size(0), maximum);
        return tensor.FakeQuantizeLearnablePerTensor(range[0], range[1], 0, maximum, factor);
    }

    protected override Quantization GridOf(Tensor[] range, int bits)
    {
        float scale = MathF.Max(MathF.Abs((float)range[0].Item()), 1e-8f);
        return new Quantization([scale], [(int)MathF.Round((float)range[1].Item())], null, 0, (1 << bits) - 1);
    }
}
