using PocketFlow.Graphs.Operators;

namespace PocketFlow.Graphs;

/// <summary>What one node costs for one sample.</summary>
/// <param name="Node">The node.</param>
/// <param name="Macs">Multiply-accumulates; one is two floating point operations.</param>
/// <param name="ParameterCount">Elements of its weights, biases, scales and statistics.</param>
/// <param name="ParameterBytes">Bytes of those.</param>
/// <param name="ActivationBytes">Bytes of its outputs.</param>
public readonly record struct NodeCost(
    Node Node, long Macs, long ParameterCount, long ParameterBytes, long ActivationBytes);

/// <summary>What a model costs for one sample, node by node and in total.</summary>
public sealed class ModelCost
{
    private ModelCost(IReadOnlyList<NodeCost> nodes)
    {
        Nodes = nodes;
        Macs = nodes.Sum(n => n.Macs);
        ParameterCount = nodes.Sum(n => n.ParameterCount);
        ParameterBytes = nodes.Sum(n => n.ParameterBytes);
    }

    /// <summary>The cost of each node in order of execution.</summary>
    public IReadOnlyList<NodeCost> Nodes { get; }

    /// <summary>Multiply-accumulates of one sample.</summary>
    public long Macs { get; }

    /// <summary>The number of parameters; a constant that several nodes share counts once.</summary>
    public long ParameterCount { get; }

    /// <summary>Bytes of the parameters in the model's own element types.</summary>
    public long ParameterBytes { get; }

    /// <summary>Counts a model whose shapes are inferred.</summary>
    public static ModelCost Of(Model model)
    {
        var seen = new HashSet<Value>();
        return new ModelCost([.. model.Graph.Nodes.Select(n => CostOf(n, seen))]);
    }

    private static NodeCost CostOf(Node node, HashSet<Value> seen)
    {
        long count = 0;
        long bytes = 0;
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            if (node.ConstantOrNull(i) is { } data && node.Operator.RoleOf(i) != ParameterRole.None
                && seen.Add(node.Input(i)))
            {
                count += data.Count;
                bytes += data.Bytes.Length;
            }
        }

        long activations = node.Outputs.Where(o => o.Shape is not null && o.Type != ElementType.Undefined)
            .Sum(o => o.Shape!.ElementCount * o.Type.SizeInBytes());
        return new NodeCost(node, node.Operator.Macs(node), count, bytes, activations);
    }
}
