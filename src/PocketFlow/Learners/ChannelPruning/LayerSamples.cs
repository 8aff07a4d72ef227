using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training;
using PocketFlow.Training.Execution;

namespace PocketFlow.Learners.ChannelPruning;

/// <summary>
/// Runs calibration images through a network and hands each batch's values to a visitor; the samples that are kept of the
/// unpruned network are what reconstruction aims at.
/// </summary>
internal sealed class LayerSamples : IDisposable
{
    private const int BatchSize = 100;
    private readonly LearnerContext _context;
    private readonly ImageDataset _images;
    private readonly Dictionary<(ConsumerLayer Layer, int Batch), (Tensor Output, Tensor? Residual)> _wanted = [];

    public LayerSamples(LearnerContext context, int count)
    {
        _context = context;
        _images = context.Train.Slice(..Math.Min(count, context.Train.Count));
        Sampler = new PatchSampler(context.Seed);
    }

    /// <summary>The number of images.</summary>
    public int Count => _images.Count;

    /// <summary>Chooses the positions.</summary>
    public PatchSampler Sampler { get; }

    /// <summary>Keeps the outputs of the unpruned network, and sums its Gram matrices.</summary>
    public Dictionary<ConsumerLayer, LayerGram> Record(
        Executor executor, IReadOnlyList<ConsumerLayer> layers, CancellationToken cancellationToken)
    {
        var grams = layers.ToDictionary(l => l, _ => new LayerGram());
        Run(executor, layers, executor.Graph.Outputs[0], (hook, batch) =>
        {
            foreach (ConsumerLayer layer in layers)
            {
                Tensor output = Sampler.Outputs(hook.Of(layer.Node.Output), layer, batch);
                Tensor? residual = layer.Residual is { } other ? Sampler.Outputs(hook.Of(other), layer, batch) : null;
                grams[layer].Add(Sampler.Patches(hook.Of(layer.Node.Input(0)), layer, batch), WithoutBias(executor, layer, output));
                _wanted[(layer, batch)] = (
                    TensorScope.Release(output.Clone()),
                    residual is null ? null : TensorScope.Release(residual.Clone()));
            }
        }, cancellationToken);
        return grams;
    }

    public void Dispose()
    {
        foreach ((Tensor output, Tensor? residual) in _wanted.Values)
        {
            output.Dispose();
            residual?.Dispose();
        }
    }

    /// <summary>The bias is no part of what weights reproduce.</summary>
    public static Tensor WithoutBias(Executor executor, ConsumerLayer layer, Tensor output) =>
        layer.Node.InputOrNull(2) is { } bias
            ? output.Sub(executor.ParameterOf(executor.Graph.Find(bias.Name)!).Tensor)
            : output;

    /// <summary>The batches of calibration images, in order.</summary>
    public IEnumerable<Batch> Batches(CancellationToken cancellationToken) =>
        BatchLoader.ForEvaluation(_images, _context.Normalization, BatchSize).Epoch(0, 0, cancellationToken);

    /// <summary>What the unpruned network gives at the sampled positions: the layer's output, and the other term of the sum.</summary>
    public (Tensor Output, Tensor? Residual) Wanted(ConsumerLayer layer, int batch) => _wanted[(layer, batch)];

    private void Run(
        Executor executor, IReadOnlyList<ConsumerLayer> layers, Value last, Action<SampleHook, int> visit,
        CancellationToken cancellationToken)
    {
        var hook = new SampleHook(layers.SelectMany(l => new[] { l.Node.Input(0), l.Node.Output, l.Residual }).OfType<Value>());
        foreach (Batch batch in Batches(cancellationToken))
        {
            using (batch)
            using (TensorScope.Begin())
            using (Engine.NoGrad())
            {
                executor.Forward(batch.ToTensor(executor.Device), last, hook: hook);
                visit(hook, batch.Index);
                hook.Clear();
            }
        }
    }
}
