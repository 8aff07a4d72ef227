using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Reports;

/// <summary>A layer with weights before and after; null after where it is gone.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Operator">The operator.</param>
/// <param name="ChannelsBefore">Output channels in the original.</param>
/// <param name="ChannelsAfter">Output channels in the final model.</param>
/// <param name="MacsBefore">Multiply-accumulates of one image in the original.</param>
/// <param name="MacsAfter">Multiply-accumulates of one image in the final model.</param>
/// <param name="ParametersBefore">Parameters in the original, without a batch normalisation that follows.</param>
/// <param name="ParametersAfter">Parameters in the final model.</param>
public sealed record LayerReport(
    string Name, string Operator, long ChannelsBefore, long? ChannelsAfter, long MacsBefore, long? MacsAfter,
    long ParametersBefore, long? ParametersAfter)
{
    /// <summary>Compares the layers of two models by their names, in the order of the first.</summary>
    internal static IReadOnlyList<LayerReport> Compare(Model before, Model after)
    {
        Dictionary<string, NodeCost> remaining = Layers(after).ToDictionary(n => n.Node.Name, StringComparer.Ordinal);
        return [.. Layers(before).Select(n => remaining.TryGetValue(n.Node.Name, out NodeCost left)
            ? new LayerReport(
                n.Node.Name, n.Node.OpType, Channels(n), Channels(left), n.Macs, left.Macs, n.ParameterCount,
                left.ParameterCount)
            : new LayerReport(
                n.Node.Name, n.Node.OpType, Channels(n), null, n.Macs, null, n.ParameterCount, null))];
    }

    private static IEnumerable<NodeCost> Layers(Model model) =>
        ModelCost.Of(model).Nodes.Where(n => WeightOf(n.Node) is not null);

    private static long Channels(NodeCost cost) =>
        WeightOf(cost.Node)!.Dims[cost.Node.Operator.OutputChannelAxis(cost.Node)];

    private static TensorData? WeightOf(Node node) => Enumerable.Range(0, node.Inputs.Count)
        .Where(i => node.Operator.RoleOf(i) == ParameterRole.Weight)
        .Select(node.ConstantOrNull).FirstOrDefault(data => data is not null);
}
