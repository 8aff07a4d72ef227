using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>
/// Fake quantization whose activation grids change while the model trains. Weights are rounded on the grid of their
/// current largest magnitude; gradients pass straight through the rounding (Bengio et al. 2013, arXiv 1308.3432).
/// </summary>
internal abstract class TrainedRanges : ForwardHook, IDisposable
{
    private readonly QuantizationPlan _plan;
    private readonly Dictionary<Value, Tensor[]> _ranges = [];
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
    }

    public override IReadOnlyList<Tensor> Parameters => [.. _ranges.Values.SelectMany(r => r)];

    public override bool Watches(Value value) => _plan.Holds(value);

    public override Tensor OnParameter(Value parameter, Tensor tensor)
    {
        if (!_weightAxes.TryGetValue(parameter, out int axis))
        {
            return tensor;
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

        return Round(tensor, _ranges[_plan.RepresentativeOf(value)]);
    }

    /// <summary>Writes the grids as they are now, and those of the weights, into a model with the same values.</summary>
    public void Annotate(Model model)
    {
        foreach (Value value in _plan.Activations.Where(v => v.Producer is not { OpType: "Softmax" }))
        {
            model.Graph.Find(value.Name)!.Quantization = GridOf(_ranges[_plan.RepresentativeOf(value)]);
        }

        foreach ((Value weight, int axis) in _plan.Weights)
        {
            Value twin = model.Graph.Find(weight.Name)!;
            twin.Quantization = PostTrainingQuantization.WeightGrid(twin.Data!, axis);
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
    protected abstract Tensor Round(Tensor tensor, Tensor[] range);

    /// <summary>The grid that the tensors describe.</summary>
    protected abstract Quantization GridOf(Tensor[] range);
}
