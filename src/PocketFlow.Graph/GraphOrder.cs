namespace PocketFlow.Graphs;

/// <summary>Topological order by depth-first search that keeps the given order where it can (iterative: graphs are deep).</summary>
internal static class GraphOrder
{
    private enum Mark
    {
        Open = 1,
        Done = 2,
    }

    public static List<Node> Sort(IReadOnlyList<Node> nodes)
    {
        var marks = new Dictionary<Node, Mark>(nodes.Count);
        var sorted = new List<Node>(nodes.Count);
        var stack = new Stack<Node>();
        foreach (Node root in nodes)
        {
            stack.Push(root);
            while (stack.TryPeek(out Node? node))
            {
                Visit(node, stack, marks, sorted);
            }
        }

        return sorted;
    }

    private static void Visit(Node node, Stack<Node> stack, Dictionary<Node, Mark> marks, List<Node> sorted)
    {
        if (marks.TryGetValue(node, out Mark mark))
        {
            stack.Pop();
            if (mark == Mark.Open)
            {
                marks[node] = Mark.Done;
                sorted.Add(node);
            }

            return;
        }

        marks[node] = Mark.Open;
        for (int i = node.Inputs.Count - 1; i >= 0; i--)
        {
            if (node.Inputs[i]?.Producer is not { } producer)
            {
                continue;
            }

            if (!marks.TryGetValue(producer, out Mark producerMark))
            {
                stack.Push(producer);
            }
            else if (producerMark == Mark.Open)
            {
                throw new InvalidGraphException("acyclic", "it depends on its own output.", node.Name);
            }
        }
    }
}
