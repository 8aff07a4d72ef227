using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Training;

/// <summary>
/// Gives convolutions whose batch normalisation was folded away a new one, so that fine-tuning is as robust as it was
/// before the export. Mean and variance of each output channel come from data, and scale and shift are chosen so that the
/// function stays: <c>scale = √(variance + epsilon)</c>, <c>shift = mean</c>; the bias is absorbed.
/// </summary>
/// <remarks>
/// Left alone are models that still have batch normalisation, convolutions with outputs of a single position (the statistics
/// of a batch would be those of a few numbers) and those that no other layer follows (logits are not normalised).
/// </remarks>
public static class BatchNormalizationRecovery
{
    private const float Epsilon = 1e-5f;
    private const double ShortestLength = 1e-6;
    private static readonly double FilterLength = Math.Sqrt(2);

    /// <summary>The convolutions that would get a batch normalisation; empty where there is nothing to recover.</summary>
    public static IReadOnlyList<Node> Candidates(Model model) =>
        model.Graph.Nodes.Any(n => n.OpType == "BatchNormalization")
            ? []
            : [.. model.Graph.Nodes.Where(
                n => IsFolded(n) && !model.Graph.Outputs.Contains(n.Output) && LeadsToLayer(n.Output))];

    /// <summary>A copy of a model with its batch normalisations back; a plain copy where there is nothing to recover.</summary>
    /// <param name="model">A model with known shapes.</param>
    /// <param name="images">Images that set the statistics; some hundreds are enough.</param>
    /// <param name="normalization">How inputs are normalised.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Model Apply(
        Model model, ImageDataset images, Normalization normalization, Device device = default,
        CancellationToken cancellationToken = default)
    {
        Model recovered = model.Clone();
        IReadOnlyList<Node> layers = Candidates(recovered);
        if (layers.Count == 0 || images.Count == 0)
        {
            return recovered;
        }

        var moments = new ChannelMoments(layers.Select(l => l.Output.Name));
        using (var executor = new Executor(recovered, device))
        {
            foreach (Batch batch in BatchLoader.ForEvaluation(images, normalization).Epoch(0, 0, cancellationToken))
            {
                using (batch)
                using (TensorScope.Begin())
                using (Engine.NoGrad())
                {
                    executor.Forward(batch.ToTensor(executor.Device), hook: moments);
                }
            }
        }

        foreach (Node layer in layers)
        {
            Insert(recovered.Graph, layer, moments.Of(layer.Output.Name));
        }

        recovered.Graph.RemoveUnusedInitializers();
        recovered.Graph.Sort();
        return recovered.Simplify();
    }

    private static bool IsFolded(Node node) =>
        node.OpType == "Conv" && node.ConstantOrNull(2) is not null
        && node.Output.KnownShape.Skip(2).Any(d => d != (Dim)1);

    private static bool LeadsToLayer(Value value)
    {
        var seen = new HashSet<Value>();
        var open = new Stack<Value>([value]);
        while (open.TryPop(out Value? next))
        {
            foreach (Node reader in next.Uses.Select(u => u.Node))
            {
                if (Enumerable.Range(0, reader.Inputs.Count).Any(i => reader.Operator.RoleOf(i) == ParameterRole.Weight))
                {
                    return true;
                }

                foreach (Value output in reader.Outputs.Where(seen.Add))
                {
                    open.Push(output);
                }
            }
        }

        return false;
    }

    private static void Insert(Graph graph, Node layer, (double[] Mean, double[] Variance) moments)
    {
        float[] bias = layer.ConstantOrNull(2)!.ToFloats();
        double[] factor = Lengthen(graph, layer);
        double[] variance = [.. moments.Variance.Select((v, c) => v * factor[c] * factor[c])];
        float[] scale = [.. variance.Select((v, c) => (float)(Math.Sqrt(v + Epsilon) / factor[c]))];
        float[] shift = Array.ConvertAll(moments.Mean, m => (float)m);
        float[] mean = [.. moments.Mean.Select((m, c) => (float)((m - bias[c % bias.Length]) * factor[c]))];
        layer.SetInput(2, null);

        Value raw = layer.Output;
        string name = $"{layer.Name}_bn";
        Value Parameter(string role, float[] data) =>
            graph.AddInitializer(graph.FreshName($"{name}.{role}"), TensorData.From<float>(data, data.Length));
        Value?[] inputs =
        [
            raw, Parameter("weight", scale), Parameter("bias", shift), Parameter("running_mean", mean),
            Parameter("running_var", Array.ConvertAll(variance, v => (float)v)),
        ];
        Value output = graph.Add(
            "BatchNormalization", inputs, [graph.FreshName(raw.Name + "_normalized")],
            new AttributeMap { { "epsilon", Epsilon } }, name).Output;
        foreach ((Node reader, int position) in raw.Uses.Where(u => u.Node != output.Producer).ToArray())
        {
            reader.SetInput(position, output);
        }
    }

    /// <summary>Gives each filter the wanted length, and says by what it was multiplied; zeros stay.</summary>
    private static double[] Lengthen(Graph graph, Node layer)
    {
        TensorData weight = layer.ConstantOrNull(1)!;
        float[] elements = weight.ToFloats();
        double[] factor = new double[weight.Dims[0]];
        int size = elements.Length / factor.Length;
        for (int c = 0; c < factor.Length; c++)
        {
            Span<float> filter = elements.AsSpan(c * size, size);
            double length = Math.Sqrt(filter.ToArray().Sum(w => (double)w * w));
            factor[c] = length > ShortestLength ? FilterLength / length : 1;
            foreach (ref float w in filter)
            {
                w *= (float)factor[c];
            }
        }

        string name = graph.FreshName(layer.Input(1).Name + "_lengthened");
        layer.SetInput(1, graph.AddInitializer(name, TensorData.From<float>(elements, weight.Dims)));
        return factor;
    }
}
