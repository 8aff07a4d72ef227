using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>
/// Which values of a folded graph are rounded, and which of them must share one grid because an operator only moves
/// their elements. What a runtime computes inside one kernel (a convolution and the rectifier behind it) is rounded
/// once, at the end.
/// </summary>
internal sealed class QuantizationPlan
{
    private static readonly HashSet<string> s_fusing = ["Conv", "Gemm", "Add"];
    private readonly Dictionary<Value, Value> _representative = [];

    public QuantizationPlan(Graph graph)
    {
        foreach (Value value in Points(graph))
        {
            _representative[value] = value;
        }

        foreach (Node node in graph.Nodes.Where(n => n.Operator.QuantizationRule == QuantizationRule.SameAsInput))
        {
            foreach (Value input in node.Inputs.OfType<Value>().Where(_representative.ContainsKey))
            {
                foreach (Value output in node.Outputs)
                {
                    Join(input, output);
                }
            }
        }

        Weights = [.. WeightsOf(graph)];
    }

    /// <summary>Every rounded activation.</summary>
    public IReadOnlyCollection<Value> Activations => _representative.Keys;

    /// <summary>Every rounded weight with the axis of its output channels.</summary>
    public IReadOnlyList<(Value Weight, int Axis)> Weights { get; }

    /// <summary>The value whose grid an activation has; the same for all that must share one.</summary>
    public Value RepresentativeOf(Value value)
    {
        while (_representative[value] != value)
        {
            value = _representative[value];
        }

        return value;
    }

    /// <summary>Whether a value is rounded.</summary>
    public bool Holds(Value value) => _representative.ContainsKey(value);

    private static IEnumerable<Value> Points(Graph graph)
    {
        foreach (Value input in graph.Inputs.Where(i => i.Type == ElementType.Float32))
        {
            yield return input;
        }

        foreach (Node node in graph.Nodes.Where(n => n.Outputs.Any(o => o.Type == ElementType.Float32)))
        {
            foreach (Value constant in DataConstants(node))
            {
                yield return constant;
            }

            if (!IsFusedIntoActivation(graph, node))
            {
                foreach (Value output in node.Outputs.Where(o => IsComputed(graph, node, o)))
                {
                    yield return output;
                }
            }
        }
    }

    private static bool IsComputed(Graph graph, Node node, Value output) => output.Type == ElementType.Float32
        && (output == node.Output || output.Uses.Count > 0 || graph.Outputs.Contains(output));

    /// <summary>Constants that an operator reads as data, for example an addend.</summary>
    private static IEnumerable<Value> DataConstants(Node node) =>
        node.Operator is ArithmeticOperator { OpType: not ("Pow" or "Mod") } or ConcatOperator
        ? node.Inputs.OfType<Value>().Where(i => i is { IsInitializer: true, Type: ElementType.Float32 })
        : [];

    /// <summary>The layer that is computed together with the rectifier that makes a value; null where there is none.</summary>
    public Node? FusedInto(Value value) =>
        value.Producer is { OpType: "Relu" or "Clip" } rectifier && rectifier.Input(0) is { Producer: { } layer } inner
        && !Holds(inner) ? layer : null;

    private static bool IsFusedIntoActivation(Graph graph, Node node) =>
        s_fusing.Contains(node.OpType) && node.Output.Uses is [{ Node: var reader, Index: 0 }]
        && !graph.Outputs.Contains(node.Output)
        && (reader.OpType == "Relu" || (reader.OpType == "Clip" && ActivationOperator.BoundsOf(reader) is (0, 6)));

    private static IEnumerable<(Value Weight, int Axis)> WeightsOf(Graph graph)
    {
        var seen = new HashSet<Value>();
        foreach (Node node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                if (node.Operator.RoleOf(i) == ParameterRole.Weight && node.Inputs[i] is { IsInitializer: true } weight
                    && seen.Add(weight))
                {
                    yield return (weight, node.Operator.OutputChannelAxis(node));
                }
            }
        }
    }

    private void Join(Value a, Value b)
    {
        if (_representative.ContainsKey(a) && _representative.ContainsKey(b))
        {
            _representative[RepresentativeOf(a)] = RepresentativeOf(b);
        }
    }
}
