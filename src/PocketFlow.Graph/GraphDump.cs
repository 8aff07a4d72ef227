using System.Text;

namespace PocketFlow.Graphs;

/// <summary>The text form of a graph: inputs, constants, one line a node with the types of its outputs, outputs.</summary>
internal static class GraphDump
{
    public static string Write(Graph graph)
    {
        var text = new StringBuilder();
        text.Append("graph ").Append(graph.Name).Append('(')
            .AppendJoin(", ", graph.Inputs).Append(")\n");
        foreach (Value initializer in graph.Initializers)
        {
            text.Append("  const ").Append(initializer).Append(Note(initializer)).Append('\n');
        }

        foreach (Node node in graph.Nodes)
        {
            text.Append("  ").AppendJoin(", ", node.Outputs.Select(o => o.ToString() + Note(o)))
                .Append(" = ").Append(node.OpType)
                .Append('(').AppendJoin(", ", node.Inputs.Select(i => i?.Name ?? "_")).Append(')')
                .Append(node.Attributes).Append('\n');
        }

        return text.Append("  return ").AppendJoin(", ", graph.Outputs.Select(o => o.Name)).Append('\n').ToString();
    }

    private static string Note(Value value) => value.Quantization is null ? "" : $" <{value.Quantization}>";
}
