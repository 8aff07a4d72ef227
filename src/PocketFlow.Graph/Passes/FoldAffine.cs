namespace PocketFlow.Graphs.Passes;

/// <summary>
/// Moves what is added to, subtracted from or multiplied with each output channel of a convolution or dense layer into
/// its bias and weight. Readers of formats where biases and batch normalisation are arithmetic of their own need it.
/// </summary>
/// <remarks>Exact but for rounding: <c>(w·x + b)·s + t = (s·w)·x + (s·b + t)</c>.</remarks>
public sealed class FoldAffine : Pass
{
    private protected override bool Apply(Graph graph)
    {
        bool changed = false;
        foreach (Node node in graph.Nodes.Where(n => n.OpType is "Add" or "Sub" or "Mul").ToArray())
        {
            int side = node.Input(0).Producer is { } first && IsLayer(first) ? 0 : 1;
            if (node.Input(side).Producer is { } layer && IsLayer(layer) && !(node.OpType == "Sub" && side == 1)
                && CanFold(graph, node, layer) && PerChannel(node.Input(1 - side), layer) is { } constant)
            {
                Fold(graph, node, layer, constant);
                changed = true;
            }
        }

        if (changed)
        {
            graph.RemoveUnusedInitializers();
        }

        return changed;
    }

    private static bool IsLayer(Node node) => node.OpType is "Conv" or "Gemm";

    private static bool CanFold(Graph graph, Node node, Node layer) =>
        layer.Output.Uses.Count == 1 && !graph.Outputs.Contains(layer.Output) && layer.Output.Quantization is null
        && layer.ConstantOrNull(1) is { Type: ElementType.Float32 } && layer.Input(1).Quantization is null
        && (layer.InputOrNull(2) is null || layer.ConstantOrNull(2) is { Type: ElementType.Float32, Rank: 1 })
        && layer.Attributes.Float("alpha", 1) == 1 && layer.Attributes.Float("beta", 1) == 1
        && (node.Output.Shape is null || node.Output.Shape.Equals(layer.Output.Shape));

    /// <summary>One number per output channel, or null where the constant differs along other axes.</summary>
    private static float[]? PerChannel(Value value, Node layer)
    {
        if (value.Data is not { Type: ElementType.Float32 } data || layer.Output.Shape is not { } shape)
        {
            return null;
        }

        int channels = (int)layer.Input(1).KnownShape[layer.Operator.OutputChannelAxis(layer)].Size;
        // Broadcasting aligns axes at the end; channels are the second axis.
        int axis = data.Rank - (shape.Rank - 1);
        bool isSingle = data.Count == 1 && data.Rank <= shape.Rank;
        bool isChannels = axis >= 0 && axis < data.Rank && data.Rank <= shape.Rank && data.Count == channels
            && data.Dims[axis] == channels;
        float[] elements = data.ToFloats();
        return isChannels ? elements : isSingle ? [.. Enumerable.Repeat(elements[0], channels)] : null;
    }

    private static void Fold(Graph graph, Node node, Node layer, float[] constant)
    {
        float[] bias = layer.ConstantOrNull(2)?.ToFloats() ?? new float[constant.Length];
        for (int i = 0; i < bias.Length; i++)
        {
            bias[i] = node.OpType switch
            {
                "Add" => bias[i] + constant[i],
                "Sub" => bias[i] - constant[i],
                _ => bias[i] * constant[i],
            };
        }

        if (node.OpType == "Mul")
        {
            TensorData weight = layer.ConstantOrNull(1)!;
            int axis = layer.Operator.OutputChannelAxis(layer);
            layer.SetInput(1, graph.AddInitializer(
                layer.Input(1).Name + "_scaled", FoldBatchNormalization.Scale(weight, axis, constant)));
        }

        if (node.OpType != "Mul" || layer.InputOrNull(2) is not null)
        {
            string name = layer.InputOrNull(2) is { } before ? before.Name + "_folded"
                : node.Inputs.First(i => i!.IsInitializer)!.Name;
            layer.SetInput(2, graph.AddInitializer(name, TensorData.From<float>(bias, bias.Length)));
        }

        graph.ReplaceAllUses(node.Output, layer.Output);
        graph.Remove(node);
    }
}
