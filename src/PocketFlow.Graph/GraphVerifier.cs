namespace PocketFlow.Graphs;

/// <summary>Checks the rules that every graph keeps: single assignment, order, links in both directions, live outputs.</summary>
public static class GraphVerifier
{
    /// <summary>Checks a graph.</summary>
    /// <exception cref="InvalidGraphException">A rule is broken; the exception names it, and the node.</exception>
    public static void Verify(Graph graph)
    {
        var ready = new HashSet<Value>(graph.Inputs);
        ready.UnionWith(graph.Initializers);
        foreach (Node node in graph.Nodes)
        {
            CheckInputs(graph, node, ready);
            foreach (Value output in node.Outputs)
            {
                Require(output.Producer == node, "producer", $"'{output.Name}' names another producer.", node);
                Require(ready.Add(output), "single-assignment", $"'{output.Name}' is computed twice.", node);
            }
        }

        foreach (Value value in graph.Values)
        {
            Require(ready.Contains(value), "member", $"'{value.Name}' is neither an input, a constant nor computed.");
            Require(graph.Find(value.Name) == value, "unique-name", $"'{value.Name}' is registered under another name.");
            CheckUses(value);
        }

        Require(graph.Outputs.Count > 0, "outputs", "the graph has no outputs.");
        foreach (Value output in graph.Outputs)
        {
            Require(ready.Contains(output), "outputs", $"the output '{output.Name}' is not computed.");
        }
    }

    private static void CheckInputs(Graph graph, Node node, HashSet<Value> ready)
    {
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            if (node.Inputs[i] is not { } input)
            {
                continue;
            }

            Require(graph.Find(input.Name) == input, "member", $"its input '{input.Name}' is not of this graph.", node);
            Require(ready.Contains(input), "topological-order", $"it reads '{input.Name}' before that exists.", node);
            Require(input.Uses.Contains(new Use(node, i)), "uses", $"'{input.Name}' doesn't know this reader.", node);
        }
    }

    private static void CheckUses(Value value)
    {
        foreach (Use use in value.Uses)
        {
            bool holds = use.Index < use.Node.Inputs.Count && use.Node.Inputs[use.Index] == value;
            Require(holds, "uses", $"'{value.Name}' counts a reader that reads something else.", use.Node);
        }
    }

    private static void Require(bool condition, string rule, string message, Node? node = null)
    {
        if (!condition)
        {
            throw new InvalidGraphException(rule, message, node?.Name);
        }
    }
}
