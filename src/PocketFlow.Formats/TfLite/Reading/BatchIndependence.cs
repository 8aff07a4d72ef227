using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// Whether a graph computes each sample of an open batch from that sample alone. Files are made for one sample, so that
/// what mixes axes of size 1 there would mix samples here.
/// </summary>
internal static class BatchIndependence
{
    public static bool Holds(Graph graph) =>
        graph.Nodes.All(IsIndependent) && graph.Outputs.All(o => o.Shape is { Rank: > 0 } shape && !shape[0].IsKnown);

    private static bool IsIndependent(Node node) => node.OpType switch
    {
        "Reshape" or "Flatten" => !IsOpen(node.Input(0), 0) || IsOpen(node.Output, 0),
        "Concat" => IsAligned(node),
        "Gemm" => IsSample(node.Input(0)) && !node.Input(1).KnownShape.Any(d => !d.IsKnown),
        "MatMul" => IsOpen(node.Input(0), 0) && node.Input(0).KnownShape.Rank > 1
            && (node.Input(1).KnownShape.IsStatic || (IsSample(node.Input(1)) && node.Input(1).KnownShape.Rank > 2)),
        "Shape" or "Size" or "Cast" or "Gather" or "Unsqueeze" when node.Output.Type == ElementType.Int64 => true,
        "Conv" or "ConvTranspose" => node.Input(1).KnownShape.IsStatic && IsSample(node.Input(0)),
        "Split" or "Softmax" or "LogSoftmax" or "ArgMax" or "ArgMin" or "TopK" or "Gather" or "CumSum" =>
            IsAlong(node, node.OpType is "Split" or "ArgMax" or "ArgMin" or "Gather" ? 0 : -1),
        _ => !node.OpType.StartsWith("Reduce", StringComparison.Ordinal) || AxesOf(node).All(a => !IsOpen(node.Input(0), a)),
    };

    /// <summary>Whether the axis that an operator works along is none of samples.</summary>
    private static bool IsAlong(Node node, long fallback) => node.OpType == "CumSum"
        ? node.ConstantOrNull(1) is { } axis && !IsOpen(node.Input(0), axis.ToInt64s()[0])
        : !IsOpen(node.Input(0), node.Attributes.Int("axis", fallback));

    /// <summary>A part without samples can't stand beside each of them.</summary>
    private static bool IsAligned(Node node)
    {
        int axis = node.Output.KnownShape.Axis(node.Attributes.Int("axis", 0));
        return node.Output.KnownShape.Rank == 1 || Enumerable.Range(0, node.Output.KnownShape.Rank).All(a =>
            node.Inputs.Select(i => IsOpen(i!, a)).Distinct().Count() == 1 && (a != axis || !IsOpen(node.Input(0), a)));
    }

    private static IEnumerable<long> AxesOf(Node node) =>
        node.ConstantOrNull(1)?.ToInt64s() ?? node.Attributes.Ints("axes")
        ?? Enumerable.Range(0, node.Input(0).KnownShape.Rank).Select(i => (long)i);

    /// <summary>Whether samples are along the first axis and no other, or there are none.</summary>
    private static bool IsSample(Value value) => value.KnownShape.Skip(1).All(d => d.IsKnown);

    private static bool IsOpen(Value value, long axis) => !value.KnownShape[value.KnownShape.Axis(axis)].IsKnown;
}
