using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;
using PocketFlow.Training.Execution.Kernels;

namespace PocketFlow.Training.Execution;

/// <summary>
/// Runs a model in libtorch, forwards and, through autograd, backwards. Holds the parameters as tensors; the model that
/// it was made from stays as it is. Not thread-safe.
/// </summary>
public sealed class Executor : IDisposable
{
    private readonly Model _model;
    private readonly Dictionary<Value, Parameter> _parameters = [];
    private readonly Dictionary<Value, Tensor> _constants = [];
    private readonly Dictionary<(Value? Wanted, ForwardHook? Hook), ExecutionPlan> _plans = [];
    private readonly FakeQuantization? _quantization;
    private readonly MemoryFormat _format;
    private readonly Node? _activation;
    private readonly HashSet<Value> _logits = [];

    /// <summary>Moves a model's parameters to a device.</summary>
    /// <param name="model">A model whose operators the engine knows.</param>
    /// <param name="device">Where tensors live.</param>
    /// <param name="format">
    /// The order of elements of images and kernels. Channels-last makes training steps on processors a third faster.
    /// </param>
    /// <param name="givesLogits">
    /// Leaves out the softmax or sigmoid that the model ends with, if any: losses are exact on logits only. The model that
    /// <see cref="ToModel"/> gives back has it still.
    /// </param>
    /// <exception cref="UnsupportedOperatorException">The engine lacks operators; all of them are listed.</exception>
    public Executor(
        Model model, Device device = default, MemoryFormat format = MemoryFormat.Contiguous, bool givesLogits = false)
    {
        _format = format;
        _model = model.Clone().Simplify();
        Device = device;
        KernelTable.Require(_model.Graph);
        foreach (Node node in _model.Graph.Nodes)
        {
            AddParameters(node);
        }

        bool isQuantized = _model.Graph.Values.Any(v => v.Quantization is not null);
        _quantization = isQuantized ? new FakeQuantization() : null;
        if (givesLogits)
        {
            _activation = OutputActivations.NodeOf(_model.Graph);
            AddLogits();
        }
    }

    /// <summary>Where tensors live.</summary>
    public Device Device { get; }

    /// <summary>The activation between logits and what <see cref="Forward(Tensor, bool, ForwardHook?)"/> gives.</summary>
    public OutputActivation Activation =>
        _activation is null ? OutputActivations.Of(_model.Graph) : OutputActivation.None;

    /// <summary>The graph that runs: a private, simplified copy; hooks see its values.</summary>
    public Graph Graph => _model.Graph;

    /// <summary>Every parameter, statistics included, in the order in which nodes read them.</summary>
    public IReadOnlyCollection<Parameter> Parameters => _parameters.Values;

    /// <summary>The parameter that lives behind an initializer.</summary>
    public Parameter ParameterOf(Value initializer) => _parameters[initializer];

    /// <summary>Switches recording of gradients for all trainable parameters.</summary>
    public void RequireGradients(bool required = true)
    {
        foreach (Parameter parameter in Parameters.Where(p => p.IsTrainable))
        {
            parameter.Tensor.RequiresGrad = required;
        }
    }

    /// <summary>Computes the first graph output for a batch.</summary>
    /// <param name="input">[N, C, H, W], as the model's input says.</param>
    /// <param name="isTraining">Normalise by batch statistics and update the running ones.</param>
    /// <param name="hook">Sees every value; null rounds where the model carries quantization.</param>
    public Tensor Forward(Tensor input, bool isTraining = false, ForwardHook? hook = null) =>
        Forward(input, _model.Graph.Outputs[0], isTraining, hook);

    /// <summary>Computes one value of the graph for a batch, executing no more nodes than that takes.</summary>
    public Tensor Forward(Tensor input, Value wanted, bool isTraining = false, ForwardHook? hook = null) =>
        Forward([input], wanted, isTraining, hook)[0];

    /// <summary>Computes all graph outputs.</summary>
    /// <param name="inputs">One tensor for each graph input, in order, of the element type that the input has.</param>
    /// <param name="isTraining">Normalise by batch statistics and update the running ones.</param>
    /// <param name="hook">Sees every value; null rounds where the model carries quantization.</param>
    public Tensor[] Forward(IReadOnlyList<Tensor> inputs, bool isTraining = false, ForwardHook? hook = null) =>
        Forward(inputs, null, isTraining, hook);

    /// <summary>Begins a pass that stops where it is told. Computes in float, also where the model carries quantization.</summary>
    public ForwardRun Begin(Tensor input)
    {
        ExecutionPlan plan = PlanFor(null, null);
        return new ForwardRun(this, plan, Start([input], plan, null));
    }

    private Tensor[] Forward(IReadOnlyList<Tensor> inputs, Value? wanted, bool isTraining, ForwardHook? hook)
    {
        hook ??= _quantization;
        ExecutionPlan plan = PlanFor(wanted, hook);
        Tensor?[] values = Start(inputs, plan, hook);
        foreach (ExecutionStep step in plan.Steps)
        {
            Execute(step, values, isTraining, hook);
        }

        IReadOnlyList<Value> results = wanted is null ? _model.Graph.Outputs : [wanted];
        return [.. plan.Wanted.Select((slot, i) => values[slot] ?? Constant(results[i]))];
    }

    /// <summary>A copy of the model with the parameters as they are now.</summary>
    public Model ToModel()
    {
        Model model = _model.Clone();
        foreach ((Value value, Parameter parameter) in _parameters)
        {
            TensorData data = TensorData.From<float>(parameter.Tensor.ToArray<float>(), value.Data!.Dims);
            Graph.SetData(model.Graph.Find(value.Name)!, data);
        }

        return model;
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (Parameter parameter in Parameters)
        {
            parameter.Tensor.Dispose();
        }

        foreach (Tensor constant in _constants.Values)
        {
            constant.Dispose();
        }

        _constants.Clear();
    }

    /// <summary>The tensor of a constant that is no parameter, for example an addend; made when first read.</summary>
    internal Tensor Constant(Value value)
    {
        if (!_constants.TryGetValue(value, out Tensor? tensor))
        {
            TensorData data = value.Data
                ?? throw new InvalidOperationException($"'{value.Name}' was read before it was computed.");
            tensor = TensorScope.Release(ToTensor(data));
            _constants[value] = tensor;
        }

        return tensor;
    }

    private Tensor?[] Start(IReadOnlyList<Tensor> inputs, ExecutionPlan plan, ForwardHook? hook)
    {
        var values = new Tensor?[plan.SlotCount];
        for (int i = 0; i < inputs.Count; i++)
        {
            Value source = _model.Graph.Inputs[i];
            Tensor input = source.Type.IsFloat() ? inputs[i] : inputs[i].To(EngineTypes.Of(source.Type));
            input = input.Dimensions == 4 ? input.Contiguous(_format) : input;
            values[plan.Inputs[i]] = See(source, input, hook);
        }

        return values;
    }

    private ExecutionPlan PlanFor(Value? wanted, ForwardHook? hook)
    {
        if (!_plans.TryGetValue((wanted, hook), out ExecutionPlan? plan))
        {
            IReadOnlyList<Value> results = wanted is null ? _model.Graph.Outputs : [wanted];
            plan = new ExecutionPlan(_model.Graph, results, v => hook?.Watches(v) ?? false);
            _plans[(wanted, hook)] = plan;
        }

        return plan;
    }

    internal void Execute(ExecutionStep step, Tensor?[] values, bool isTraining, ForwardHook? hook)
    {
        for (int i = 0; i < step.Inputs.Length; i++)
        {
            if (step.Inputs[i] >= 0 && _parameters.TryGetValue(step.Node.Input(i), out Parameter? parameter))
            {
                values[step.Inputs[i]] = hook is null
                    ? parameter.Tensor
                    : hook.OnParameter(parameter.Value, parameter.Tensor);
            }
        }

        var context = new KernelContext(this, step, values, isTraining);
        if (KernelTable.FindMany(step.Node) is { } many)
        {
            Tensor[] results = many(context);
            for (int i = 0; i < step.Outputs.Length; i++)
            {
                values[step.Outputs[i]] = See(step.Node.Outputs[i], results[i], hook);
            }
        }
        else
        {
            Kernel kernel = step.Node == _activation ? LayoutKernels.Identity : KernelTable.Get(step.Node);
            values[step.Outputs[0]] = See(step.Node.Output, kernel(context), hook);
        }

        foreach (int dead in step.Dead)
        {
            Tensor? tensor = values[dead];
            values[dead] = null;
            if (tensor is not null && !values.Contains(tensor))
            {
                tensor.Dispose();
            }
        }
    }

    private Tensor See(Value value, Tensor tensor, ForwardHook? hook) =>
        hook is null || _logits.Contains(value) ? tensor : hook.OnValue(value, tensor);

    private Tensor ToTensor(TensorData data)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor tensor = EngineTypes.ToTensor(data, Device);
        return scope.Keep(data.Rank == 4 ? tensor.Contiguous(_format) : tensor);
    }

    /// <summary>Finds the values that hold logits where the graph has probabilities: hooks must not see them.</summary>
    private void AddLogits()
    {
        for (Value? value = _model.Graph.Outputs[0]; _activation is not null && value is not null;)
        {
            _logits.Add(value);
            value = value.Producer == _activation ? null : value.Producer!.Input(0);
        }
    }

    private void AddParameters(Node node)
    {
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            ParameterRole role = node.Operator.RoleOf(i);
            if (role != ParameterRole.None && node.Inputs[i] is { Data: { } data } value && data.Type.IsFloat()
                && !_parameters.ContainsKey(value))
            {
                _parameters[value] = new Parameter(value, TensorScope.Release(ToTensor(data)), role);
            }
        }
    }
}
