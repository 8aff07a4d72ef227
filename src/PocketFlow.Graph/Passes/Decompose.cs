using PocketFlow.Graphs.Decompositions;

namespace PocketFlow.Graphs.Passes;

/// <summary>
/// Replaces operators that a target lacks by simpler ones that together compute the same, as far as there is a way;
/// what is left is the target's to refuse. Needs shapes, and infers those of the new values.
/// </summary>
/// <param name="isLacking">Whether the target can't express a node.</param>
public sealed class Decompose(Predicate<Node> isLacking) : Pass
{
    /// <summary>Whether there is a way to write an operator, or at least some forms of it, with simpler ones.</summary>
    public static bool Knows(string opType) => DecompositionTable.Knows(opType);

    private protected override bool Apply(Graph graph)
    {
        bool changed = false;
        // What a decomposition makes may have to be decomposed in turn.
        var open = new Queue<Node>(graph.Nodes);
        while (open.TryDequeue(out Node? node))
        {
            var expression = new NodeExpression(graph, node);
            if (isLacking(node) && DecompositionTable.TryWrite(expression, out Term result))
            {
                result.Value.Quantization = node.Output.Quantization;
                graph.ReplaceAllUses(node.Output, result.Value);
                graph.Remove(node);
                expression.Added.ForEach(open.Enqueue);
                changed = true;
            }
        }

        graph.RemoveUnusedInitializers();
        return changed;
    }
}
