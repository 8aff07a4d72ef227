using PocketFlow.Graphs.Operators;
using PocketFlow.Graphs.Passes.Transposes;

namespace PocketFlow.Graphs.Passes;

/// <summary>
/// Moves Transposes behind the operators that can compute on permuted axes, where they meet and cancel; constants and
/// the rows of dense layers are permuted instead. A convolutional network that was read from channels-last form keeps
/// none.
/// </summary>
/// <remarks>The graph changes only where less data moves afterwards, so that any model may go through it.</remarks>
public sealed class CancelTransposes : Pass
{
    private protected override bool Apply(Graph graph)
    {
        bool changed = false;
        // Each round is strictly cheaper than the one before; the second seldom finds anything.
        while (graph.Nodes.Any(n => n.OpType == "Transpose") && Improves(graph))
        {
            TransposeSinking.Run(graph);
            changed = true;
        }

        return changed;
    }

    private static bool Improves(Graph graph)
    {
        Graph trial = graph.Clone();
        TransposeSinking.Run(trial);
        return CostOf(trial).CompareTo(CostOf(graph)) < 0;
    }

    /// <summary>The elements of one sample that Transposes move, and how many Transposes there are.</summary>
    private static (long Moved, int Count) CostOf(Graph graph)
    {
        Node[] nodes = [.. graph.Nodes.Where(n => n.OpType == "Transpose")];
        return (nodes.Sum(ElementsMoved), nodes.Length);
    }

    private static long ElementsMoved(Node node)
    {
        var axes = new Permutation(TransposeOperator.PermutationOf(node));
        Shape input = node.Input(0).KnownShape;
        return axes.KeepsOrderOf(input) ? 0 : input.ElementCount;
    }
}
