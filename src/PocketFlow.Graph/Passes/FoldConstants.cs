using PocketFlow.Graphs.Operators;

namespace PocketFlow.Graphs.Passes;

/// <summary>
/// Replaces what can be computed beforehand by constants: nodes whose inputs are constant, and shape arithmetic whose
/// result is known from shapes alone. Infers shapes on the way.
/// </summary>
/// <remarks>
/// A target shape of Reshape that holds a symbolic dimension becomes a constant with 0 (copy the input's dimension)
/// or −1, so that exporters' shape arithmetic over a symbolic batch folds away whole; sizes of Resize become scales.
/// </remarks>
public sealed class FoldConstants : Pass
{
    // Beyond this, a constant must come from constants of its size: a small file can't ask for gigabytes.
    private const long MaximumGrownCount = 1 << 16;

    private protected override bool Apply(Graph graph)
    {
        bool changed = false;
        foreach (Node node in graph.Nodes.ToArray())
        {
            node.Operator.Infer(node);
            if (CanFold(graph, node) && Evaluate(node) is { } results)
            {
                Replace(graph, node, results);
                changed = true;
            }
            else if (node.OpType == "Reshape")
            {
                changed |= MakeTargetConstant(graph, node);
            }
            else if (node.OpType == "Resize")
            {
                changed |= ResizeOperator.TryFix(graph, node);
            }
            else if (node.OpType == "Squeeze" && node.InputOrNull(1) is null)
            {
                // Named, so that a batch of one is no axis that goes.
                long[] axes = Array.ConvertAll(SqueezeOperator.AxesOf(node), a => (long)a);
                node.Attributes.Remove("axes");
                node.SetInput(1, graph.AddInitializer(node.Name + "_axes", TensorData.Vector(axes)));
                changed = true;
            }
        }

        changed |= RemoveDeadNodes.Sweep(graph);
        return changed;
    }

    private static bool CanFold(Graph graph, Node node)
    {
        long given = node.Inputs.Sum(i => i?.Data?.Count ?? 0);
        long limit = Math.Max(given, MaximumGrownCount);
        // A constant has no producer to take over an output's name, so that outputs stay computed.
        return node.Outputs.All(o => !graph.Outputs.Contains(o) && o.Shape is { } shape
            && (!shape.IsStatic || shape.ElementCount <= limit));
    }

    private static TensorData[]? Evaluate(Node node)
    {
        if (node.Inputs.All(i => i is null or { IsInitializer: true }) && node.Operator.Evaluate(node) is { } results)
        {
            return results;
        }

        return node.Outputs.Count == 1 && node.Output.Elements is { } elements && elements.All(e => e.IsKnown)
            && node.Output.Shape is { Rank: <= 1 } shape && node.Output.Type == ElementType.Int64
            ? [TensorData.From<long>([.. elements.Select(e => e.Size)], shape.ToArray())]
            : null;
    }

    private static void Replace(Graph graph, Node node, TensorData[] results)
    {
        for (int i = 0; i < results.Length; i++)
        {
            Value constant = graph.AddInitializer(node.Outputs[i].Name + "_folded", results[i]);
            constant.Quantization = node.Outputs[i].Quantization ?? GridThrough(node);
            graph.ReplaceAllUses(node.Outputs[i], constant);
        }

        graph.Remove(node);
    }

    /// <summary>The grid of a constant that was only moved; one per channel turns with its axis.</summary>
    private static Quantization? GridThrough(Node node)
    {
        bool moves = node.Operator.QuantizationRule == QuantizationRule.SameAsInput && node.Inputs.Count > 0;
        return !moves || node.Input(0).Quantization is not { } grid ? null
            : grid.Axis is not { } axis ? grid
            : node.OpType == "Transpose"
                ? grid with { Axis = Array.IndexOf(TransposeOperator.PermutationOf(node), axis) }
            : null;
    }

    private static bool MakeTargetConstant(Graph graph, Node node)
    {
        if (node.Input(1).IsInitializer)
        {
            return false;
        }

        if (ReshapeOperator.TargetOf(node.Input(0).KnownShape, node.Output.KnownShape) is not { } target)
        {
            return false;
        }

        node.SetInput(1, graph.AddInitializer(node.Name + "_shape", TensorData.Vector(target)));
        return true;
    }
}
