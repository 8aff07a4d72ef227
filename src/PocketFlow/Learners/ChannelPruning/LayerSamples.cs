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

    /// <summary>
    /// Sums the Gram matrices of one layer of the pruned network against the unpruned outputs. Where the layer ends in a sum,
    /// the error of the other term is added to what is wanted, so that this layer repairs it too (He et al. 2017, section
    /// 3.3).
    /// </summary>
    public LayerGram Compare(Executor executor, ConsumerLayer layer, CancellationToken cancellationToken)
    {
        var gram = new LayerGram();
        Value last = executor.Graph.Find(layer.Node.Output.Name)!;
        Run(executor, [layer], last, (hook, batch) =>
        {
            (Tensor output, Tensor? residual) = _wanted[(layer, batch)];
            Tensor wanted = output;
            if (residual is not null && layer.Residual is { } other && hook.Saw(other))
            {
                Tensor error = residual.Sub(Sampler.Outputs(hook.Of(other), layer, batch));
                wanted = wanted.Add(error.Mul(Inverse(layer, error.Device)));
            }

            gram.Add(Sampler.Patches(hook.Of(layer.Node.Input(0)), layer, batch), WithoutBias(executor, layer, wanted));
        }, cancellationToken);
        return gram;
    }

    public void Dispose()
    {
        foreach ((Tensor output, Tensor? residual) in _wanted.Values)
        {
            output.Dispose();
            residual?.Dispose();
        }
    }

    /// <summary>What one unit of the sum is in units of the layer's output; channels that hardly add are left alone.</summary>
    private static Tensor Inverse(ConsumerLayer layer, Device device)
    {
        float[] inverse = Array.ConvertAll(layer.ResidualFactor!, f => MathF.Abs(f) < 0.05f ? 0 : 1 / f);
        return Tensor.FromArray(inverse, inverse.Length, device);
    }

    private static Tensor WithoutBias(Executor executor, ConsumerLayer layer, Tensor output) =>
        layer.Node.InputOrNull(2) is { } bias
            ? output.Sub(executor.ParameterOf(executor.Graph.Find(bias.Name)!).Tensor)
            : output;

    private void Run(
        Executor executor, IReadOnlyList<ConsumerLayer> layers, Value last, Action<SampleHook, int> visit,
        CancellationToken cancellationToken)
    {
        var hook = new SampleHook(layers.SelectMany(l => new[] { l.Node.Input(0), l.Node.Output, l.Residual }).OfType<Value>());
        foreach (Batch batch in BatchLoader.ForEvaluation(_images, _context.Normalization, BatchSize)
            .Epoch(0, 0, cancellationToken))
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
