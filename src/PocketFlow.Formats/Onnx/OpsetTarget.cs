using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Graphs.Passes;

namespace PocketFlow.Formats.Onnx;

/// <summary>
/// Gives a graph the form of the opset that it is written in; operators that came later are written with older ones.
/// </summary>
internal sealed class OpsetTarget(Model model, int opset)
{
    /// <summary>Changes the graph in place; what can't be expressed goes to <paramref name="offenders"/>.</summary>
    public void Apply(List<string> offenders)
    {
        if (model.Graph.Nodes.Any(n => opset < Since(n)))
        {
            new Decompose(n => opset < Since(n)).Run(model);
        }

        foreach (Node node in model.Graph.Nodes)
        {
            if (!OperatorTable.Knows(node.OpType) || opset < Since(node))
            {
                offenders.Add($"{node.OpType} '{node.Name}'");
            }

            OperandForms.ToInputs(model.Graph, node);
            if (ReduceOperator.Names.Contains(node.OpType) && (opset >= 18 || node.OpType == "ReduceSum"))
            {
                OperandForms.IntsToInput(model.Graph, node, "axes", 1);
            }
            else if (node.OpType == "Split" && node.InputOrNull(1) is null)
            {
                // What stands for missing sizes changed with opset 18; sizes mean the same everywhere.
                TensorData sizes = TensorData.Vector(SplitOperator.SizesOf(node));
                node.SetInput(1, model.Graph.AddInitializer($"{node.Name}_split", sizes));
            }
        }
    }

    /// <summary>The oldest opset that can express a node.</summary>
    internal static int Since(Node node) => node.OpType switch
    {
        "HardSwish" or "Trilu" => 14,
        "LayerNormalization" => 17,
        "Mish" => 18,
        "Gelu" => 20,
        // Opset 18 had it with one scale per group.
        "GroupNormalization" => 21,
        "Pad" when PadOperator.ModeOf(node) == "wrap" => 19,
        "Resize" when node.Attributes.Text("coordinate_transformation_mode", "") == "half_pixel_symmetric" => 19,
        "Resize" when node.Attributes.Contains("axes") => 18,
        "CastLike" => 15,
        "ScatterElements" or "ScatterND" => ScatterOperator.ReductionOf(node) switch
        {
            "none" => OnnxExportOptions.OldestOpset,
            "add" or "mul" => 16,
            _ => 18,
        },
        "Reshape" when node.Attributes.Int("allowzero", 0) != 0 => 14,
        "Shape" when node.Attributes.Contains("start") || node.Attributes.Contains("end") => 15,
        _ => OnnxExportOptions.OldestOpset,
    };
}
