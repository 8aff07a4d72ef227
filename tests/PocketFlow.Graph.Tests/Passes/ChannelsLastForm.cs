using PocketFlow.Graphs.Operators;

namespace PocketFlow.Graphs.Tests.Passes;

/// <summary>
/// Rewrites a model as converters of channels-last formats write it: images are [batch, height, width, channels] and
/// each operator that wants channels second stands between two Transposes.
/// </summary>
internal sealed class ChannelsLastForm
{
    private static readonly long[] s_toFirst = [0, 3, 1, 2];
    private static readonly long[] s_toLast = [0, 2, 3, 1];

    private readonly Graph _graph;
    private readonly Dictionary<Value, Value> _map = [];

    private ChannelsLastForm(string name) => _graph = new Graph(name);

    /// <summary>
    /// The model in channels-last form; its input keeps channels second, as readers leave it, or has them last.
    /// Flattened features come in another order, so that it computes something else than the original.
    /// </summary>
    public static Model Of(Model model, bool isInputLast)
    {
        var form = new ChannelsLastForm(model.Graph.Name);
        Value input = model.Graph.Inputs[0];
        Shape shape = input.KnownShape;
        Value twin = form._graph.AddInput(
            input.Name, input.Type, isInputLast ? new Shape(shape[0], shape[2], shape[3], shape[1]) : shape);
        form._map[input] = isInputLast ? twin : form.Transpose(twin, s_toLast);
        foreach (Node node in model.Graph.Nodes)
        {
            form._map[node.Output] = form.Write(node);
        }

        form._graph.AddOutput(form._map[model.Graph.Outputs[0]]);
        GraphVerifier.Verify(form._graph);
        return new Model(form._graph);
    }

    private Value Write(Node node) => node.OpType switch
    {
        "Conv" or "ConvTranspose" or "MaxPool" or "AveragePool" or "BatchNormalization" or "InstanceNormalization"
            or "Resize" or "DepthToSpace" or "SpaceToDepth" =>
            Transpose(Add(node, [Transpose(Read(node, 0), s_toFirst), .. Rest(node)]), s_toLast),
        "GlobalAveragePool" => Add(
            "ReduceMean", [Read(node, 0)], new AttributeMap { { "axes", new long[] { 1, 2 } } }),
        "Concat" => Add("Concat", [.. node.Inputs.Select((_, i) => Read(node, i))], new AttributeMap { { "axis", 3L } }),
        "Slice" => Add(node, [Read(node, 0), .. Rest(node).Select((v, i) => i == 2 ? Vector(1, 2) : v)]),
        "Pad" => Add(node, [Read(node, 0), Vector(Last(PadOperator.PadsOf(node))), .. Rest(node).Skip(1)]),
        _ => Add(node, [.. node.Inputs.Select((_, i) => Read(node, i))]),
    };

    private static long[] Last((long[] Begin, long[] End) pads) =>
        [.. s_toLast.Select(a => pads.Begin[a]), .. s_toLast.Select(a => pads.End[a])];

    private IEnumerable<Value?> Rest(Node node) => node.Inputs.Select((_, i) => i).Skip(1)
        .Select(i => node.Inputs[i] is { } v ? _graph.AddInitializer(v.Name, v.Data!) : null);

    private Value Read(Node node, int index)
    {
        Value value = node.Input(index);
        return value.Data is not { } data ? _map[value]
            : _graph.AddInitializer(value.Name, data.Rank == 4 ? ElementMap.Permute(data, [0, 2, 3, 1]) : data);
    }

    private Value Vector(params long[] elements) => _graph.AddInitializer("ints", TensorData.Vector(elements));

    private Value Transpose(Value value, long[] perm) => Add("Transpose", [value], new AttributeMap { { "perm", perm } });

    private Value Add(Node node, Value?[] inputs)
    {
        var attributes = new AttributeMap();
        foreach ((string name, object value) in node.Attributes)
        {
            attributes.Set(name, value);
        }

        return Add(node.OpType, inputs, attributes, node.Output.Name);
    }

    private Value Add(string opType, Value?[] inputs, AttributeMap attributes, string? output = null)
    {
        Node node = _graph.Add(opType, inputs, attributes, output);
        node.Operator.Infer(node);
        return node.Output;
    }
}
