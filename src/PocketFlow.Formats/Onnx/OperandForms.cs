using PocketFlow.Graphs;

namespace PocketFlow.Formats.Onnx;

/// <summary>Moves settings of a node from attributes to constant inputs, as ONNX did from version to version.</summary>
internal static class OperandForms
{
    /// <summary>Gives a node the inputs that it has in opset 17, whatever form it came in.</summary>
    public static void ToInputs(Graph graph, Node node)
    {
        switch (node.OpType)
        {
            case "Clip":
                FloatToInput(graph, node, "min", 1);
                FloatToInput(graph, node, "max", 2);
                break;
            case "Pad":
                IntsToInput(graph, node, "pads", 1);
                FloatToInput(graph, node, "value", 2);
                break;
            case "Slice":
                IntsToInput(graph, node, "starts", 1);
                IntsToInput(graph, node, "ends", 2);
                IntsToInput(graph, node, "axes", 3);
                break;
            case "Squeeze" or "Unsqueeze":
                IntsToInput(graph, node, "axes", 1);
                break;
            case "Split":
                IntsToInput(graph, node, "split", 1);
                break;
            case "TopK" when node.Attributes.Contains("k"):
                Set(graph, node, "k", 1, TensorData.Vector(node.Attributes.Int("k", 0)));
                break;
            default:
                break;
        }
    }

    public static void IntsToInput(Graph graph, Node node, string attribute, int input)
    {
        if (node.Attributes.Ints(attribute) is { } ints)
        {
            Set(graph, node, attribute, input, TensorData.Vector(ints));
        }
    }

    private static void FloatToInput(Graph graph, Node node, string attribute, int input)
    {
        if (node.Attributes.Contains(attribute))
        {
            Set(graph, node, attribute, input, TensorData.Scalar(node.Attributes.Float(attribute, 0)));
        }
    }

    private static void Set(Graph graph, Node node, string attribute, int input, TensorData data)
    {
        node.Attributes.Remove(attribute);
        node.SetInput(input, graph.AddInitializer($"{node.Name}_{attribute}", data));
    }
}
