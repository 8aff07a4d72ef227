namespace PocketFlow.Formats.TensorFlow.Flow;

/// <summary>What outputs depend on, each node behind those that it reads.</summary>
internal static class FlowOrder
{
    /// <summary>Sorts without recursion, since graphs are deeper than stacks.</summary>
    /// <param name="outputs">What is wanted.</param>
    /// <param name="feeds">Outputs of nodes that callers provide; what computes them is left out.</param>
    /// <param name="path">The file, for the fault of a cycle.</param>
    /// <param name="withControls">Whether nodes that only have to run before belong to it.</param>
    /// <exception cref="ModelFormatException">The nodes form a cycle.</exception>
    public static List<FlowNode> Sort(
        IEnumerable<FlowRef> outputs, IReadOnlySet<FlowRef> feeds, string path, bool withControls = false)
    {
        var order = new List<FlowNode>();
        var isDone = new Dictionary<FlowNode, bool>();
        var stack = new Stack<FlowNode>(outputs.Where(o => !feeds.Contains(o)).Select(o => o.Node).Reverse());
        while (stack.TryPeek(out FlowNode? node))
        {
            if (isDone.TryGetValue(node, out bool done))
            {
                stack.Pop();
                if (!done)
                {
                    isDone[node] = true;
                    order.Add(node);
                }

                continue;
            }

            isDone[node] = false;
            foreach (FlowNode before in Before(node, feeds, withControls))
            {
                if (!isDone.TryGetValue(before, out bool isBefore))
                {
                    stack.Push(before);
                }
                else if (!isBefore)
                {
                    throw new ModelFormatException(
                        path, "cycle", $"the nodes {node} and {before} depend on each other.");
                }
            }
        }

        return order;
    }

    // The edge that closes a loop is no order; loops are refused where operators are looked up.
    private static IEnumerable<FlowNode> Before(FlowNode node, IReadOnlySet<FlowRef> feeds, bool withControls) =>
        node.Op is "NextIteration" or "RefNextIteration"
            ? []
            : node.Inputs.Where(i => !feeds.Contains(i)).Select(i => i.Node)
                .Concat(withControls ? node.Controls : []).Reverse();
}
