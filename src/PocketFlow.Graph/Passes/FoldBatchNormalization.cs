using PocketFlow.Graphs.Operators;

namespace PocketFlow.Graphs.Passes;

/// <summary>
/// Multiplies each BatchNormalization into the convolution or dense layer before it:
/// <c>w' = w · s</c>, <c>b' = (b − mean) · s + shift</c> with <c>s = scale / √(variance + epsilon)</c> per output channel
/// (Jacob et al. 2018, arXiv 1712.05877, section 3.2). Exact at inference.
/// </summary>
public sealed class FoldBatchNormalization : Pass
{
    private protected override bool Apply(Graph graph)
    {
        bool changed = false;
        foreach (Node node in graph.Nodes.Where(n => n.OpType == "BatchNormalization").ToArray())
        {
            if (node.Input(0).Producer is { OpType: "Conv" or "ConvTranspose" or "Gemm" } layer && CanFold(graph, node, layer))
            {
                Fold(graph, node, layer);
                changed = true;
            }
        }

        if (changed)
        {
            RemoveDeadNodes.Sweep(graph);
        }

        return changed;
    }

    private static bool CanFold(Graph graph, Node node, Node layer) =>
        layer.Output.Uses.Count == 1 && !graph.Outputs.Contains(layer.Output)
        && layer.ConstantOrNull(1) is { Type: ElementType.Float32 }
        && (layer.InputOrNull(2) is null || layer.ConstantOrNull(2) is not null)
        && Enumerable.Range(1, 4).All(i => node.ConstantOrNull(i) is not null)
        && (layer.OpType != "ConvTranspose" || ConvTransposeOperator.GroupOf(layer) == 1)
        && layer.Attributes.Float("alpha", 1) == 1 && layer.Attributes.Float("beta", 1) == 1;

    private static void Fold(Graph graph, Node node, Node layer)
    {
        float[] scale = Parameter(node, 1);
        float[] shift = Parameter(node, 2);
        float[] mean = Parameter(node, 3);
        float[] variance = Parameter(node, 4);
        float[] bias = layer.ConstantOrNull(2)?.ToFloats() ?? new float[scale.Length];
        float[] factor = new float[scale.Length];
        float[] folded = new float[scale.Length];
        for (int c = 0; c < scale.Length; c++)
        {
            // In double: √ and the division lose bits that fine weights notice.
            double s = scale[c] / Math.Sqrt((double)variance[c] + BatchNormalizationOperator.EpsilonOf(node));
            factor[c] = (float)s;
            folded[c] = (float)((bias[c % bias.Length] - (double)mean[c]) * s + shift[c]);
        }

        Value weight = layer.Input(1);
        TensorData scaled = Scale(weight.Data!, layer.Operator.OutputChannelAxis(layer), factor);
        layer.SetInput(1, graph.AddInitializer(weight.Name + "_folded", scaled));
        layer.SetInput(2, graph.AddInitializer(
            layer.InputOrNull(2)?.Name is { } name ? name + "_folded" : layer.Name + "_bias",
            TensorData.From<float>(folded, folded.Length)));
        graph.ReplaceAllUses(node.Output, layer.Output);
    }

    private static float[] Parameter(Node node, int input) => node.ConstantOrNull(input)!.ToFloats();

    internal static TensorData Scale(TensorData weight, int axis, float[] factor)
    {
        float[] elements = weight.ToFloats();
        long inner = TensorData.CountOf(weight.Dims[(axis + 1)..]);
        for (long i = 0; i < elements.LongLength; i++)
        {
            elements[i] *= factor[i / inner % factor.Length];
        }

        return TensorData.From<float>(elements, weight.Dims);
    }
}
