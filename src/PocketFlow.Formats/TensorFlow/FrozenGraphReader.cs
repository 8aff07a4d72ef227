using PocketFlow.Formats.TensorFlow.Flow;
using PocketFlow.Formats.TensorFlow.Wire;

namespace PocketFlow.Formats.TensorFlow;

/// <summary>Opens a frozen graph: placeholders are its inputs, and what nobody reads is its outputs.</summary>
internal static class FrozenGraphReader
{
    private static readonly HashSet<string> s_noOutputs = new(StringComparer.Ordinal)
    {
        "NoOp", "Assert", "Print", "Const", "Placeholder", "PlaceholderWithDefault", "SaveV2", "RestoreV2", "Assign",
        "AssignVariableOp", "VarIsInitializedOp", "VarHandleOp", "VariableV2",
    };

    public static TensorFlowSource Open(string path)
    {
        GraphDef file = ProtobufFile.Parse(path, GraphDef.Parser, "TensorFlow graph");
        var builder = new FlowBuilder(path);
        Dictionary<string, FlowNode> nodes = builder.Build(file.Node);
        var graph = new FlowGraph(path);
        foreach (FlowNode node in nodes.Values.Where(n => n.Op == "Placeholder" && !Phase.IsPhase(n)))
        {
            graph.AddInput(new FlowRef(node, 0), node.Name);
        }

        HashSet<FlowNode> fed = Fed(nodes.Values);
        var read = nodes.Values.SelectMany(n => n.Inputs).Select(i => i.Node).ToHashSet();
        foreach (FlowNode node in nodes.Values)
        {
            // What depends on no input is no result of the network.
            if (!read.Contains(node) && !s_noOutputs.Contains(node.Op) && (fed.Count == 0 || fed.Contains(node)))
            {
                graph.Outputs.Add((node.Name, new FlowRef(node, 0)));
            }
        }

        if (graph.Outputs.Count == 0)
        {
            throw new ModelFormatException(
                path, "outputs", "no node computes a result; this is no frozen TensorFlow graph, or an empty one.");
        }

        return new(
            graph, builder, file.Library, new TensorReader(path, new FileInfo(path).Length),
            new Variables(path, null, null))
        {
            Outputs = [.. graph.Outputs.Select(o => new TensorFlowTensorInfo(o.Name, default, null))],
        };
    }

    /// <summary>The nodes that depend on a placeholder.</summary>
    private static HashSet<FlowNode> Fed(IReadOnlyCollection<FlowNode> nodes)
    {
        var readers = nodes.SelectMany(n => n.Inputs.Select(i => (i.Node, Reader: n)))
            .ToLookup(e => e.Node, e => e.Reader);
        var fed = new HashSet<FlowNode>();
        var waiting = new Stack<FlowNode>(nodes.Where(n => n.Op == "Placeholder" && !Phase.IsPhase(n)));
        while (waiting.TryPop(out FlowNode? node))
        {
            foreach (FlowNode reader in readers[node].Where(fed.Add))
            {
                waiting.Push(reader);
            }
        }

        return fed;
    }
}
