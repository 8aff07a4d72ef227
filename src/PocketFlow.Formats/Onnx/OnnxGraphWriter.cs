using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.Onnx;

/// <summary>Writes inputs, nodes, constants in order of first use, and outputs.</summary>
internal sealed class OnnxGraphWriter
{
    private readonly Graph _graph;
    private readonly QdqPlan _plan;
    private readonly GraphProto _proto;
    private readonly QdqNodes _qdq;
    private readonly HashSet<Value> _outputs;
    private readonly Dictionary<Value, string> _readAs = [];

    public OnnxGraphWriter(Graph graph, QdqPlan plan)
    {
        _graph = graph;
        _plan = plan;
        _proto = new GraphProto { Name = graph.Name.Length > 0 ? graph.Name : "graph" };
        _qdq = new QdqNodes(_proto, graph);
        _outputs = [.. graph.Outputs];
    }

    public GraphProto Write()
    {
        foreach (Value input in _graph.Inputs)
        {
            _proto.Input.Add(OnnxTypes.Write(input.Name, input.Type, input.Shape));
            _readAs[input] = input.Name;
            if (QdqPlan.ActivationGrid(input) is { } grid && input.Uses.Count > 0)
            {
                _readAs[input] = _qdq.FreshName($"{input.Name}_dequantized");
                _qdq.AddPair(input, input.Name, _readAs[input], grid);
            }
        }

        foreach (Node node in _graph.Nodes)
        {
            Write(node);
        }

        foreach (Value output in _graph.Outputs)
        {
            if (output.IsInitializer)
            {
                ReadConstant(output);
            }

            _proto.Output.Add(OnnxTypes.Write(output.Name, output.Type, output.Shape));
        }

        return _proto;
    }

    private void Write(Node node)
    {
        bool isAverage = _plan.IsGlobalAverage(node);
        var written = new NodeProto { Name = node.Name, OpType = isAverage ? "GlobalAveragePool" : node.OpType };
        for (int i = 0; i < (isAverage ? 1 : node.Inputs.Count); i++)
        {
            written.Input.Add(ReadName(node, i));
        }

        if (!isAverage)
        {
            written.Attribute.AddRange(node.Attributes.Select(a => OnnxTensors.Write(a.Key, a.Value)));
        }

        _proto.Node.Add(written);
        foreach (Value output in node.Outputs)
        {
            written.Output.Add(WriteOutput(output));
        }
    }

    // Returns the name that the node itself gives to the value; readers may read a rounded one behind it.
    private string WriteOutput(Value output)
    {
        if (QdqPlan.ActivationGrid(output) is not { } grid || (output.Uses.Count == 0 && !_outputs.Contains(output)))
        {
            _readAs[output] = output.Name;
            AddInfo(output);
            return output.Name;
        }

        // An output of the graph keeps its name, which then belongs to the rounded value.
        bool isOutput = _outputs.Contains(output);
        string inner = isOutput ? _qdq.FreshName($"{output.Name}_float") : output.Name;
        _readAs[output] = isOutput ? output.Name : _qdq.FreshName($"{output.Name}_dequantized");
        _qdq.AddPair(output, inner, _readAs[output], grid);
        return inner;
    }

    private string ReadName(Node node, int index) => node.InputOrNull(index) switch
    {
        null => "",
        { IsInitializer: true } bias when index == 2 && _plan.BiasGrid(node) is { } grid => _qdq.AddBias(bias, grid),
        { IsInitializer: true } constant => ReadConstant(constant),
        { } value => _readAs[value],
    };

    private string ReadConstant(Value constant)
    {
        if (!_readAs.TryGetValue(constant, out string? name))
        {
            name = _plan.ConstantGrid(constant) is { } grid
                ? _qdq.AddWeight(constant, grid)
                : _qdq.AddConstant(constant);
            _readAs[constant] = name;
        }

        return name;
    }

    // For viewers only; runtimes infer shapes. A quantised file is small, and there it would weigh.
    private void AddInfo(Value value)
    {
        if (!_plan.IsQuantized && value.Shape is not null && value.Type != ElementType.Undefined
            && !_outputs.Contains(value))
        {
            _proto.ValueInfo.Add(OnnxTypes.Write(value.Name, value.Type, value.Shape));
        }
    }
}
