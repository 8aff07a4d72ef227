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
        float[] shift = Array.ConvertAll(moments.Mean, m => (float)m);
        float[] mean = [.. moments.Mean.Select((m, c) => (float)(m - bias[c % bias.Length]))];
        float[] variance = Array.ConvertAll(moments.Variance, v => (float)v);
        float[] scale = Array.ConvertAll(moments.Variance, v => (float)Math.Sqrt(v + Epsilon));
        layer.SetInput(2, null);

        Value raw = layer.Output;
        var attributes = new AttributeMap();
        attributes.Set("epsilon", Epsilon);
        string name = $"{layer.Name}_bn";
        Value Parameter(string role, float[] data) =>
            graph.AddInitializer(graph.FreshName($"{name}.{role}"), TensorData.From<float>(data, data.Length));
        Value output = graph.Add(
            "BatchNormalization",
            [raw, Parameter("weight", scale), Parameter("bias", shift), Parameter("running_mean", mean),
                Parameter("running_var", variance)],
            [graph.FreshName(raw.Name + "_normalized")], attributes, name).Output;
        foreach ((Node reader, int position) in raw.Uses.Where(u => u.Node != output.Producer).ToArray())
        {
            reader.SetInput(position, output);
        }
    }
}
