using System.Collections.Immutable;

namespace PocketFlow.Graphs.Passes;

/// <summary>
/// Rounds the biases of layers whose input and weight have grids to what integer kernels add: multiples of input step
/// times weight step (Jacob et al. 2018, arXiv 1712.05877, equation 11).
/// </summary>
/// <remarks>
/// Without it the simulation of a quantised model keeps more digits in its biases than the file that ships, and the
/// two differ in about one layer output of a thousand, which deep networks amplify.
/// </remarks>
public sealed class RoundBiases : Pass
{
    private protected override bool Apply(Graph graph)
    {
        bool changed = false;
        foreach (Node node in graph.Nodes.Where(n => n.OpType is "Conv" or "ConvTranspose" or "Gemm"))
        {
            if (node.ConstantOrNull(2) is { Type: ElementType.Float32 } bias
                && node.Input(0).Quantization is { IsPerTensor: true } input
                && node.Input(1).Quantization is { } weight && weight.Scale.Length is var count
                && (count == 1 || count == bias.Count))
            {
                changed |= Round(graph, node, bias, input.Scale[0], weight.Scale);
            }
        }

        graph.RemoveUnusedInitializers();
        return changed;
    }

    private static bool Round(
        Graph graph, Node node, TensorData bias, float inputStep, ImmutableArray<float> weightSteps)
    {
        float[] rounded = bias.ToFloats();
        for (int i = 0; i < rounded.Length; i++)
        {
            float step = inputStep * weightSteps[i % weightSteps.Length];
            rounded[i] = (float)(Math.Round((double)rounded[i] / step) * step);
        }

        if (bias.As<float>().SequenceEqual(rounded))
        {
            return false;
        }

        // A new constant: the old one may serve another layer with another grid.
        string name = node.Input(2).Name;
        node.SetInput(2, graph.AddInitializer(name + "_rounded", TensorData.From<float>(rounded, bias.Dims)));
        return true;
    }
}
