using PocketFlow.Formats.TensorFlow.Operators;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Passes;

namespace PocketFlow.Formats.TensorFlow.Flow;

/// <summary>Turns the nodes that the outputs depend on into a graph in ONNX semantics.</summary>
internal sealed class GraphImport(FlowGraph source, TensorReader tensors, Variables variables)
{
    public const string Target = "PocketFlow";

    private readonly List<string> _offenders = [];
    private readonly Dictionary<FlowRef, Value> _values = [];
    private readonly GraphEmitter _emitter = new(new Graph("graph"));
    private bool _hasImages;

    /// <exception cref="UnsupportedOperatorException">Nodes have no counterpart; all of them are listed.</exception>
    public Model Run()
    {
        Emit();
        // First all Transposes go, so that biases stand behind their layers.
        Model model = new Model(_emitter.Graph).Simplify();
        if (new FoldAffine().Run(model))
        {
            model.Simplify();
        }

        _emitter.Tidy();
        GraphVerifier.Verify(model.Graph);
        return model;
    }

    private void Emit()
    {
        List<FlowNode> nodes = source.Nodes();
        _offenders.AddRange(nodes.Where(n => !OperatorReaders.Knows(n.Op) && !Variables.IsVariable(n) && !IsInput(n))
            .Select(n => n.ToString()));
        ThrowOffenders();
        _hasImages = nodes.Exists(Layout.IsChannelsLast);
        foreach ((FlowRef input, string name) in source.Inputs)
        {
            AddInput(input, name);
        }

        foreach (FlowNode node in nodes)
        {
            Read(node);
        }

        ThrowOffenders();
        AddOutputs();
    }

    private bool IsInput(FlowNode node) => source.Inputs.ContainsKey(new FlowRef(node, 0));

    private void AddInput(FlowRef input, string name)
    {
        ElementType type = source.TypeOf(input);
        Shape shape = source.ShapeOf(input) ?? throw new ModelFormatException(
            source.Path, "input", $"the input '{name}' states no shape; freeze the graph with a shape for it.");
        ElementType given = type == ElementType.Undefined || type.IsFloat() ? ElementType.Float32 : type;
        bool isImage = _hasImages && shape.Rank == 4;
        Value value = _emitter.Graph.AddInput(
            name, given, isImage ? new Shape(shape[0], shape[3], shape[1], shape[2]) : shape);
        if (isImage)
        {
            value = _emitter.Transpose(value, 0, 2, 3, 1);
        }

        ElementType working = TensorFlowTypes.Working(given);
        _values[input] = working == given
            ? value
            : _emitter.Emit("Cast", [value], new AttributeMap { { "to", (long)working } }, name + "_wide");
    }

    // A node that reads what could not be read has its fault already told.
    private void Read(FlowNode node)
    {
        if (IsInput(node) || !node.Inputs.TrueForAll(_values.ContainsKey))
        {
            return;
        }

        try
        {
            var call = new FlowCall(node, [.. node.Inputs.Select(i => _values[i])], _emitter, tensors);
            IReadOnlyList<Value> results = Variables.IsVariable(node)
                ? [_emitter.Constant(variables.Read(node), node.Name)]
                : OperatorReaders.Get(node.Op)(call);
            for (int i = 0; i < results.Count; i++)
            {
                _values[new FlowRef(node, i)] = results[i];
            }
        }
        catch (UnsupportedOperatorException e)
        {
            _offenders.AddRange(e.Offenders);
        }
        catch (InvalidGraphException e)
        {
            throw new ModelFormatException(source.Path, e.Rule, $"{node} can't be read. {e.Message}", null, e);
        }
    }

    private void AddOutputs()
    {
        Graph graph = _emitter.Graph;
        foreach ((string name, FlowRef output) in source.Outputs)
        {
            if (!_values.TryGetValue(output, out Value? value))
            {
                throw new ModelFormatException(
                    source.Path, "outputs",
                    $"the output '{name}' is number {output.Index} of {output.Node}, which has fewer.");
            }

            if (_hasImages && value.Shape?.Rank == 4)
            {
                value = _emitter.Transpose(value, 0, 3, 1, 2);
            }

            // Each output is a value of its own.
            if (value.Producer is null || graph.Outputs.Contains(value))
            {
                value = graph.Add("Identity", [value], null, name).Output;
                value.Producer!.Operator.Infer(value.Producer);
            }

            if (graph.Find(name) is { } taken && taken != value && !graph.Inputs.Contains(taken))
            {
                graph.Rename(taken, graph.FreshName(name + "_inner"));
            }

            if (value.Name != name)
            {
                graph.Rename(value, graph.FreshName(name));
            }

            graph.AddOutput(value);
        }
    }

    private void ThrowOffenders()
    {
        if (_offenders.Count > 0)
        {
            throw new UnsupportedOperatorException(Target, _offenders);
        }
    }
}
