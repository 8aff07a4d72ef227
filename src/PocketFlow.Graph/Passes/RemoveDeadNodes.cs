namespace PocketFlow.Graphs.Passes;

/// <summary>
/// Removes nodes and constants that no output depends on, and nodes that only pass their input on; an Identity onto a
/// second grid rounds, so that it stays.
/// </summary>
public sealed class RemoveDeadNodes : Pass
{
    private protected override bool Apply(Graph graph)
    {
        bool changed = false;
        foreach (Node node in graph.Nodes.Where(PassesOn).ToArray())
        {
            // Each output keeps a value of its own, under its own name.
            bool isInterface = graph.Outputs.Contains(node.Output)
                && (node.Input(0).Producer is null || graph.Outputs.Contains(node.Input(0)));
            if (!isInterface && node.Outputs.Skip(1).All(o => o.Uses.Count == 0))
            {
                graph.ReplaceAllUses(node.Output, node.Input(0));
                changed = true;
            }
        }

        return Sweep(graph) | changed;
    }

    private static bool PassesOn(Node node) => node.OpType switch
    {
        "Identity" => node.Output.Quantization is not { } grid || grid == node.Input(0).Quantization,
        "Dropout" => true,
        "Cast" => node.Output.Type == node.Input(0).Type,
        _ => false,
    };

    internal static bool Sweep(Graph graph)
    {
        var outputs = graph.Outputs.ToHashSet();
        int removed = 0;
        foreach (Node node in graph.Nodes.Reverse().ToArray())
        {
            if (node.Outputs.All(o => o.Uses.Count == 0 && !outputs.Contains(o)))
            {
                graph.Remove(node);
                removed++;
            }
        }

        return graph.RemoveUnusedInitializers() + removed > 0;
    }
}
