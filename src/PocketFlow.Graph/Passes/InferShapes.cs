namespace PocketFlow.Graphs.Passes;

/// <summary>Sets type, shape and known elements of every computed value; changes no node.</summary>
public sealed class InferShapes : Pass
{
    private protected override bool Apply(Graph graph)
    {
        foreach (Node node in graph.Nodes)
        {
            node.Operator.Infer(node);
        }

        return false;
    }
}
