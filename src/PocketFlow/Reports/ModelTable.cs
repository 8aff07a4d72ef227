using PocketFlow.Graphs;

namespace PocketFlow.Reports;

/// <summary>The layers of a model with what each one costs.</summary>
public static class ModelTable
{
    private const int NameWidth = 48;

    /// <summary>One row per node: name, operator, output shape, MACs, parameters, bytes; then the totals.</summary>
    public static ResultTable Of(Model model)
    {
        var table = new ResultTable(
            new("layer", IsNumber: false), new("operator", IsNumber: false), new("output", IsNumber: false),
            new("MACs"), new("parameters"), new("bytes"));
        ModelCost cost = ModelCost.Of(model);
        foreach (NodeCost node in cost.Nodes)
        {
            table.Add(
                Shortened(node.Node.Name), node.Node.OpType, node.Node.Output.Shape?.ToString() ?? "[?]",
                Figures.Count(node.Macs), Figures.Count(node.ParameterCount), Figures.Count(BytesOf(node)));
        }

        table.Add(
            "total", "", "", Figures.Count(cost.Macs), Figures.Count(cost.ParameterCount),
            Figures.Count(cost.Nodes.Sum(BytesOf)));
        return table;
    }

    // Converters join the names of all operators that they fused; the end says more than the middle.
    private static string Shortened(string name) => name.Length <= NameWidth
        ? name
        : $"{name[..(NameWidth / 3)]}…{name[^(NameWidth - NameWidth / 3 - 1)..]}";

    /// <summary>Bytes of a node's parameters as they ship: a weight with a grid has one byte an element.</summary>
    public static long BytesOf(NodeCost node)
    {
        long saved = node.Node.Inputs
            .Where(i => i?.Data is not null && i.Quantization is { Maximum: <= 255 })
            .Sum(i => i!.Data!.Bytes.Length - i.Data.Count);
        return Math.Max(0, node.ParameterBytes - saved);
    }
}
