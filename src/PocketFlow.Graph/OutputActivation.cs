using PocketFlow.Graphs.Operators;

namespace PocketFlow.Graphs;

/// <summary>What turns the logits of a model into its output.</summary>
public enum OutputActivation
{
    /// <summary>Nothing that is known: the outputs are logits or values.</summary>
    None,

    /// <summary>Softmax over the classes.</summary>
    Softmax,

    /// <summary>A sigmoid of each class.</summary>
    Sigmoid,
}

/// <summary>Finds the activation that a model ends with.</summary>
public static class OutputActivations
{
    // What may stand between the activation and the output without changing numbers or the order of classes.
    private static readonly HashSet<string> s_passing =
        ["Identity", "Dropout", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze"];

    /// <summary>The activation of a model's first output.</summary>
    public static OutputActivation Of(Graph graph) => NodeOf(graph)?.OpType switch
    {
        "Softmax" => OutputActivation.Softmax,
        "Sigmoid" => OutputActivation.Sigmoid,
        _ => OutputActivation.None,
    };

    /// <summary>The node that computes it; null where there is none.</summary>
    public static Node? NodeOf(Graph graph)
    {
        Node? node = graph.Outputs[0].Producer;
        while (node is not null && s_passing.Contains(node.OpType))
        {
            node = node.Input(0).Producer;
        }

        return node is { OpType: "Sigmoid" } || (node is { OpType: "Softmax" } && IsOverClasses(node)) ? node : null;
    }

    /// <summary>Whether the softmax runs over the channels, or over everything that one sample has.</summary>
    private static bool IsOverClasses(Node softmax)
    {
        Shape shape = softmax.Input(0).KnownShape;
        int axis = SoftmaxOperator.AxisOf(softmax);
        return axis == 1
            || (axis > 1 && Enumerable.Range(1, shape.Rank - 1).All(i => i == axis || shape[i].SizeOr(0) == 1));
    }
}
