using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.Onnx;

/// <summary>Turns nodes of any opset that can be read into the form of opset <see cref="Model.Opset"/>.</summary>
internal sealed partial class OpsetConversion(Graph graph, int opset, List<string> offenders)
{
    private static readonly string[] s_values = ["value", "value_int", "value_float", "value_ints", "value_floats"];

    private readonly List<Node> _legacySoftmax = [];

    /// <summary>Whether an operator that graphs don't have is turned into one that they have.</summary>
    public static bool Knows(string opType) => opType is "Upsample";

    /// <summary>Converts one node that was just added, with what is known without shapes.</summary>
    public void Apply(Node node)
    {
        OperandForms.ToInputs(graph, node);
        switch (node.OpType)
        {
            case "BatchNormalization":
                BatchNormalization(node);
                break;
            case "Dropout":
                Dropout(node);
                break;
            case "Softmax" or "LogSoftmax" or "Hardmax" when opset < 13:
                _legacySoftmax.Add(node);
                break;
            case "LayerNormalization" or "GroupNormalization":
                node.Attributes.Remove("stash_type");
                break;
            case "MaxPool" or "AveragePool":
                Pool(node);
                break;
            case "Upsample":
                ResizeForms.FromUpsample(graph, node);
                break;
            case "Resize":
                ResizeForms.Apply(node, opset, offenders);
                break;
            case "LSTM" or "GRU" or "RNN":
                RecurrentForms.Apply(graph, node, offenders);
                break;
            case "Reshape" when node.Attributes.Int("allowzero", 0) == 0:
                // Before opset 14 there was no such setting.
                node.Attributes.Remove("allowzero");
                break;
            case "Cast" or "CastLike":
                node.Attributes.Remove("saturate");
                node.Attributes.Remove("round_mode");
                break;
            case "Split":
                // Without sizes the number of outputs says the same.
                node.Attributes.Remove("num_outputs");
                break;
            case "Einsum" when !EinsumOperator.IsProduct(node):
                offenders.Add($"Einsum '{node.Name}' of the equation '{node.Attributes.Text("equation", "")}'");
                break;
            case "Constant":
                Constant(node);
                break;
            default:
                break;
        }
    }

    /// <summary>Converts what needs shapes; called once the graph is simplified.</summary>
    public void Finish()
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            FinishNode(node);
        }

        foreach (Node pad in graph.Nodes.Where(n => n.OpType == "Pad" && n.InputOrNull(3) is not null).ToArray())
        {
            (long[] begin, long[] end) = PadOperator.PadsOf(pad);
            pad.SetInput(1, graph.AddInitializer($"{pad.Name}_pads", TensorData.Vector([.. begin, .. end])));
            pad.SetInput(3, null);
        }

        foreach (Node resize in graph.Nodes.Where(n => n.OpType == "Resize"))
        {
            ResizeForms.Finish(resize, opset, offenders);
        }

        foreach (Node recurrent in graph.Nodes.Where(n => n.OpType is "LSTM" or "GRU" or "RNN"))
        {
            RecurrentForms.Finish(recurrent, offenders);
        }

        foreach (Node like in graph.Nodes.Where(n => n.OpType == "CastLike").ToArray())
        {
            var target = new AttributeMap { { "to", (long)like.Output.Type } };
            Node cast = graph.Add("Cast", [like.Input(0)], target, like.Name, like);
            (cast.Output.Type, cast.Output.Shape) = (like.Output.Type, like.Output.Shape);
            graph.ReplaceAllUses(like.Output, cast.Output);
            graph.Remove(like);
        }

        graph.RemoveUnusedInitializers();
    }

    private void BatchNormalization(Node node)
    {
        AttributeMap attributes = node.Attributes;
        bool trains = attributes.Int("training_mode", 0) != 0 || node.Outputs.Count > 1;
        if (trains || attributes.Int("spatial", 1) == 0)
        {
            offenders.Add($"BatchNormalization '{node.Name}' in training mode or not per channel");
        }

        attributes.Remove("training_mode");
        attributes.Remove("spatial");
    }

    private void Dropout(Node node)
    {
        if (node.InputOrNull(2) is { } training && (training.Data is null || training.Data.ToInt64s()[0] != 0))
        {
            offenders.Add($"Dropout '{node.Name}' in training mode");
        }

        node.Attributes.Remove("ratio");
        node.Attributes.Remove("seed");
        node.SetInput(2, null);
        node.SetInput(1, null);
    }

    private void Pool(Node node)
    {
        bool hasDilations = node.Attributes.Ints("dilations") is { } dilations && Array.Exists(dilations, d => d != 1);
        if (node.Outputs.Count > 1)
        {
            offenders.Add($"{node.OpType} '{node.Name}' with indices as output");
        }
        else if (node.OpType == "AveragePool" && hasDilations)
        {
            offenders.Add($"AveragePool '{node.Name}' with dilations");
        }

        node.Attributes.Remove("storage_order");
        if (node.OpType == "AveragePool")
        {
            node.Attributes.Remove("dilations");
        }
    }

    private void Constant(Node node)
    {
        if (!s_values.Any(node.Attributes.Contains))
        {
            offenders.Add($"Constant '{node.Name}' of texts or of a sparse tensor");
            return;
        }

        TensorData data = node.Operator.Evaluate(node)![0];
        string name = node.Output.Name;
        graph.Remove(node);
        graph.AddInitializer(name, data);
    }
}
