using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.TfLite;

/// <summary>Finds the activations that the operator before them can apply itself.</summary>
internal sealed class ActivationFusion
{
    private readonly Dictionary<Node, (Node Activation, FusedActivation Code)> _fused = [];
    private readonly HashSet<Node> _absorbed = [];

    public ActivationFusion(Graph graph)
    {
        foreach (Node node in graph.Nodes)
        {
            if (CodeOf(node) is { } code and not FusedActivation.None && CanFuse(graph, node)
                && _fused.TryAdd(node.Input(0).Producer!, (node, code)))
            {
                _absorbed.Add(node);
            }
        }
    }

    /// <summary>Whether a node is computed by the one before it.</summary>
    public bool IsAbsorbed(Node node) => _absorbed.Contains(node);

    /// <summary>The value that a node computes together with the activation behind it.</summary>
    public Value ResultOf(Node node) => _fused.TryGetValue(node, out var fused) ? fused.Activation.Output : node.Output;

    public FusedActivation CodeAfter(Node node) => _fused.TryGetValue(node, out var fused) ? fused.Code : default;

    /// <summary>The fused form of an activation node, or null for what has none.</summary>
    public static FusedActivation? CodeOf(Node node) => node.OpType switch
    {
        "Relu" => FusedActivation.Relu,
        "Clip" when HasConstantBounds(node) => ActivationOperator.BoundsOf(node) switch
        {
            (0, float.PositiveInfinity or float.MaxValue) => FusedActivation.Relu,
            (0, 6) => FusedActivation.Relu6,
            (-1, 1) => FusedActivation.ReluN1To1,
            _ => null,
        },
        _ => null,
    };

    public static bool HasConstantBounds(Node clip) => Enumerable.Range(1, 2)
        .All(i => clip.InputOrNull(i) is null or { IsInitializer: true });

    private static bool CanFuse(Graph graph, Node activation)
    {
        Value input = activation.Input(0);
        // A value with a grid of its own is rounded before the rectifier; fused, it would not be.
        return input.Producer is { } producer && OperatorWriters.Find(producer)?.FusesActivation(producer) == true
            && input.Uses.Count == 1 && !graph.Outputs.Contains(input)
            && input.Quantization is null;
    }
}
