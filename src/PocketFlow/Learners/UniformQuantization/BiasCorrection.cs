using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>
/// Shifts each layer's bias so that the mean of every output channel is what it was in float: rounding errors of weights
/// don't average out (Nagel et al. 2019, arXiv 1906.04721, section 4.2). One pass in float records the means, for all
/// candidates; one pass on the grids corrects layer after layer, so that later layers see corrected inputs.
/// </summary>
/// <param name="original">The folded model in float.</param>
/// <param name="images">Calibration images, one batch.</param>
/// <param name="shape">Their shape, [N, C, H, W].</param>
/// <param name="device">Where to compute.</param>
internal sealed class BiasCorrection(Model original, float[] images, long[] shape, Device device)
    : ForwardHook
{
    private readonly Dictionary<string, float[]> _means = new(StringComparer.Ordinal);
    private readonly Dictionary<string, float[]> _shifts = new(StringComparer.Ordinal);
    private HashSet<string> _kept = [];
    private bool _isCorrecting;

    /// <summary>Corrects the biases of a quantized model in place.</summary>
    /// <param name="model">The model on its grids.</param>
    /// <param name="kept">
    /// Layers whose biases stay: rounding with compensation keeps means already, and correcting on top was measured to harm.
    /// </param>
    public void Apply(Model model, IEnumerable<string> kept)
    {
        _kept = kept.ToHashSet(StringComparer.Ordinal);
        _shifts.Clear();
        if (_means.Count == 0)
        {
            Forward(original, isCorrecting: false);
        }

        Forward(model, isCorrecting: true);
        ShiftBiases(model.Graph);
    }

    /// <inheritdoc/>
    public override Tensor OnParameter(Value parameter, Tensor tensor) =>
        _isCorrecting ? FakeQuantization.Apply(parameter.Quantization, tensor) : tensor;

    /// <inheritdoc/>
    public override Tensor OnValue(Value value, Tensor tensor)
    {
        if (value.Producer is { OpType: "Conv" or "Gemm" } layer && layer.InputOrNull(2) is not null
            && !(_isCorrecting && _kept.Contains(layer.Name)))
        {
            long[] axes = [.. Enumerable.Range(0, tensor.Dimensions).Where(a => a != 1).Select(a => (long)a)];
            float[] mean = tensor.Mean(axes).ToArray<float>();
            if (_isCorrecting)
            {
                float[] shift = [.. _means[value.Name].Zip(mean, (wanted, found) => wanted - found)];
                _shifts[value.Name] = shift;
                long[] shape = [1, shift.Length, .. Enumerable.Repeat(1L, tensor.Dimensions - 2)];
                tensor = tensor.Add(Tensor.FromArray(shift, shape, tensor.Device));
            }
            else
            {
                _means[value.Name] = mean;
            }
        }

        return _isCorrecting ? FakeQuantization.Apply(value.Quantization, tensor) : tensor;
    }

    private void Forward(Model model, bool isCorrecting)
    {
        _isCorrecting = isCorrecting;
        using TensorScope scope = TensorScope.Begin();
        using GradMode noGrad = Engine.NoGrad();
        using var executor = new Executor(model, device);
        executor.Forward(Tensor.FromArray(images, shape, device), hook: this);
    }

    private void ShiftBiases(Graph graph)
    {
        foreach ((string name, float[] shift) in _shifts)
        {
            Value bias = graph.Find(name)!.Producer!.Input(2);
            float[] shifted = [.. bias.Data!.ToFloats().Zip(shift, (b, s) => b + s)];
            Graph.SetData(bias, TensorData.From<float>(shifted, bias.Data.Dims));
        }
    }
}
