using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Learners.ChannelPruning;
using PocketFlow.Torch;
using PocketFlow.Training;
using PocketFlow.Training.Execution;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>For each layer PᵀP, with P the patches that it reads in float at a few positions of all calibration images.</summary>
/// <remarks>Takes columns² doubles a layer; layers with more columns than <see cref="MostColumns"/> are left out.</remarks>
internal sealed class InputGrams : ForwardHook
{
    private const long MostColumns = 8192;
    private readonly ILookup<string, ConsumerLayer> _readers;
    private readonly PatchSampler _sampler;
    private readonly Dictionary<ConsumerLayer, double[]> _sums = [];
    private int _batch;

    private InputGrams(IEnumerable<ConsumerLayer> layers, int seed)
    {
        _readers = layers.ToLookup(l => l.Node.Input(0).Name, StringComparer.Ordinal);
        _sampler = new PatchSampler(seed);
    }

    /// <summary>The Gram matrices of weights that one layer of a plain kind reads.</summary>
    public static Dictionary<QuantizedWeight, (ConsumerLayer Layer, double[] Gram)> Of(
        Model folded, IEnumerable<QuantizedWeight> weights, ImageDataset images, LearnerContext context,
        CancellationToken cancellationToken)
    {
        (QuantizedWeight Weight, ConsumerLayer Layer)[] layers = [.. weights
            .Where(w => w.Readers.Count == 1 && w.Elements / w.Channels <= MostColumns)
            .Select(w => (w, Layer: ConsumerLayer.Of(w.Readers[0])!)).Where(l => l.Layer is not null)];
        var grams = new InputGrams(layers.Select(l => l.Layer), context.Seed);
        using var executor = new Executor(folded, context.Device);
        Evaluator.Run(
            executor, images, context.Normalization, grams, cancellationToken, (_, _) => grams._batch++);
        return layers.ToDictionary(l => l.Weight, l => (l.Layer, grams._sums[l.Layer]));
    }

    /// <inheritdoc/>
    public override bool Watches(Value value) => _readers.Contains(value.Name);

    /// <inheritdoc/>
    public override Tensor OnValue(Value value, Tensor tensor)
    {
        foreach (ConsumerLayer layer in _readers[value.Name])
        {
            Tensor patches = _sampler.Patches(tensor, layer, _batch);
            double[] sum = patches.Transpose(0, 1).Matmul(patches).To(DType.Float64).ToArray<double>();
            if (!_sums.TryAdd(layer, sum))
            {
                double[] before = _sums[layer];
                for (int i = 0; i < sum.Length; i++)
                {
                    before[i] += sum[i];
                }
            }
        }

        return tensor;
    }
}
