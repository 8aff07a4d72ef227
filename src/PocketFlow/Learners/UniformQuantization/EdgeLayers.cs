using PocketFlow.Graphs;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>
/// The layers with weights that no other such layer comes before (they read the input), and those that none comes after.
/// Both are more sensitive to rounding than all between, and small (Esser et al. 2020, arXiv 1902.08153, section 3).
/// </summary>
internal static class EdgeLayers
{
    public static HashSet<Node> First(Graph graph, HashSet<Node> weighted)
    {
        var behind = new HashSet<Value>();
        var first = new HashSet<Node>();
        foreach (Node node in graph.Nodes)
        {
            bool follows = node.Inputs.OfType<Value>().Any(behind.Contains);
            bool hasWeight = weighted.Contains(node);
            if (hasWeight && !follows)
            {
                first.Add(node);
            }

            if (hasWeight || follows)
            {
                behind.UnionWith(node.Outputs);
            }
        }

        return first;
    }

    public static HashSet<Node> Last(Graph graph, HashSet<Node> weighted)
    {
        var before = new HashSet<Value>();
        var last = new HashSet<Node>();
        foreach (Node node in graph.Nodes.Reverse())
        {
            bool precedes = node.Outputs.Any(before.Contains);
            bool hasWeight = weighted.Contains(node);
            if (hasWeight && !precedes)
            {
                last.Add(node);
            }

            if (hasWeight || precedes)
            {
                before.UnionWith(node.Inputs.OfType<Value>());
            }
        }

        return last;
    }

    /// <summary>All that is computed by some nodes or from what they compute.</summary>
    public static HashSet<Value> Behind(Graph graph, HashSet<Node> nodes)
    {
        var behind = new HashSet<Value>();
        foreach (Node node in graph.Nodes.Where(n => nodes.Contains(n) || n.Inputs.OfType<Value>().Any(behind.Contains)))
        {
            behind.UnionWith(node.Outputs);
        }

        return behind;
    }
}
