using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>
/// Fake quantization whose grids change while the model trains; gradients pass straight through the rounding (Bengio et al.
/// 2013, arXiv 1308.3432). Weights of 8 bits are rounded on the grid of their current largest magnitude; with fewer bits
/// each output channel's step is trained (Esser et al. 2020, arXiv 1902.08153).
/// </summary>
internal abstract class TrainedRanges : ForwardHook, IDisposable
{
    private const float SmallestStep = 1e-8f;
    private readonly QuantizationPlan _plan;
    private readonly Dictionary<Value, Tensor[]> _ranges = [];
    private readonly Dictionary<Value, Tensor[]> _steps = [];
    private readonly Dictionary<Value, int> _weightAxes;

    protected TrainedRanges(Graph graph, Device device)
    {
        _plan = new QuantizationPlan(graph);
        _weightAxes = _plan.Weights.ToDictionary(w => w.Weight, w => w.Axis);
        foreach (Value value in _plan.Activations.Where(v => v.Quantization is not null))
        {
            Value representative = _plan.RepresentativeOf(value);
            if (!_ranges.ContainsKey(representative))
            {
                _ranges[representative] =
                    [.. Start(value.Quantization!, device).Select(TensorScope.Release)];
            }
        }

        foreach ((Value weight, _) in _plan.Weights.Where(w => w.Weight.Quantization is { Bits: < 8 }))
        {
            Quantization grid = weight.Quantization!;
            Tensor step = Tensor.FromArray<float>(grid.Scale.AsSpan(), grid.Scale.Length, device).WithRequiresGrad();
            Tensor zero = Tensor.Zeros(grid.Scale.Length, DType.Float32, device);
            _steps[weight] = [TensorScope.Release(step), TensorScope.Release(zero)];
        }
    }

    public override IReadOnlyList<Tensor> Parameters =>
        [.. _ranges.Values.Concat(_steps.Values).SelectMany(r => r)];

    public override bool Watches(Value value) => _plan.Holds(value);

    public override Tensor OnParameter(Value parameter, Tensor tensor)
    {
        if (!_weightAxes.TryGetValue(parameter, out int axis))
        {
            return tensor;
        }

        if (_steps.TryGetValue(parameter, out Tensor[]? step))
        {
            Quantization grid = parameter.Quantization!;
            double factor = GradientFactor(tensor.ElementCount / tensor.Size(axis), grid.Maximum);
            return tensor.FakeQuantizeLearnablePerChannel(step[0], step[1], axis, grid.Minimum, grid.Maximum, factor);
        }

        Tensor scale;
        using (Engine.NoGrad())
        {
            long[] others = [.. Enumerable.Range(0, tensor.Dimensions).Where(a => a != axis).Select(a => (long)a)];
            scale = tensor.Detach().Abs().Amax(others).Clamp(min: 1e-8).Div(127);
        }

        Tensor zero = Tensor.Zeros(tensor.Size(axis), DType.Int32, tensor.Device);
        return tensor.FakeQuantizePerChannel(scale, zero, axis, -127, 127);
    }

    public override Tensor OnValue(Value value, Tensor tensor)
    {
        if (!_plan.Holds(value) || value.Producer is { OpType: "Softmax" })
        {
            return FakeQuantization.Apply(value.Quantization, tensor);
        }

        return Round(tensor, _ranges[_plan.RepresentativeOf(value)], value.Quantization!.Bits);
    }

    /// <summary>Writes the grids as they are now, and those of the weights, into a model with the same values.</summary>
    public void Annotate(Model model)
    {
        foreach (Value value in _plan.Activations.Where(v => v.Producer is not { OpType: "Softmax" }))
        {
            model.Graph.Find(value.Name)!.Quantization =
                GridOf(_ranges[_plan.RepresentativeOf(value)], value.Quantization!.Bits);
        }

        foreach ((Value weight, int axis) in _plan.Weights)
        {
            Value twin = model.Graph.Find(weight.Name)!;
            twin.Quantization = _steps.TryGetValue(weight, out Tensor[]? step)
                ? weight.Quantization! with
                {
                    Scale = [.. step[0].ToArray<float>().Select(s => MathF.Max(MathF.Abs(s), SmallestStep))],
                }
                : WeightGrid.Of(twin.Data!, axis, bits: 8);
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in Parameters)
        {
            tensor.Dispose();
        }
    }

    /// <summary>The tensors that describe a grid, at their start.</summary>
    protected abstract Tensor[] Start(Quantization grid, Device device);

    /// <summary>Rounds a batch, updating the range where that is due.</summary>
    protected abstract Tensor Round(Tensor tensor, Tensor[] range, int bits);

    /// <summary>The grid that the tensors describe.</summary>
    protected abstract Quantization GridOf(Tensor[] range, int bits);

    /// <summary>LSQ's gradient scale, section 2.2: one step size collects the gradients of many elements.</summary>
    protected static double GradientFactor(long elements, int maximum) => 1 / Math.Sqrt((double)elements * maximum);
}
