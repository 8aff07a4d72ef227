using PocketFlow.Graphs;
using PocketFlow.Graphs.Pruning;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Learners.ChannelPruning;

/// <summary>
/// A model with all that its pruned versions share: what its channels contribute, which of them stay at each width, and
/// the outputs that reconstruction aims at. Cuts as many versions as are asked for; the model stays as it is.
/// </summary>
internal sealed class PruningWorkbench : IDisposable
{
    private readonly DependencyGraph _dependencies;
    private readonly ConsumerLayer[] _layers;
    private readonly LayerSamples _samples;
    private readonly Executor _executor;

    /// <summary>Measures a model on training images.</summary>
    public PruningWorkbench(Model model, LearnerContext context, int images, CancellationToken cancellationToken)
    {
        Model = model.Clone().Simplify();
        _dependencies = DependencyGraph.Build(Model);
        // Channels that no reader can be measured for would look as if nobody needed them.
        PruningGroup[] groups = [.. _dependencies.Prunable
            .Where(g => g.Consumers.Any(c => ConsumerLayer.Of(c) is not null))];
        _layers = [.. Model.Graph.Nodes.Where(n => groups.Any(g => g.Consumers.Contains(n)))
            .Select(ConsumerLayer.Of).OfType<ConsumerLayer>()];
        _samples = new LayerSamples(context, images);
        _executor = new Executor(Model, context.Device);
        context.Enter("channel-pruning: choose channels");
        Groups = Measure(_executor, groups, _layers, _samples, cancellationToken);
    }

    /// <summary>The whole model, simplified.</summary>
    public Model Model { get; }

    /// <summary>The channels that can be cut.</summary>
    public IReadOnlyList<PrunableGroup> Groups { get; }

    /// <summary>Cuts the model and lets the layers that lose inputs make up for it.</summary>
    /// <param name="kept">How many channels each group keeps; groups that are missing stay whole.</param>
    /// <param name="progress">Told which share of the layers is reconstructed; null for silence.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Model Cut(
        IReadOnlyDictionary<PruningGroup, int> kept, Action<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var selection = new PruningSelection(_dependencies);
        foreach (PrunableGroup group in Groups.Where(g => kept.GetValueOrDefault(g.Group, g.Group.Count) < g.Group.Count))
        {
            int[] staying = group.Select(kept[group.Group]);
            selection.Remove(group.Group, Enumerable.Range(0, group.Group.Count).Except(staying));
        }

        ConsumerLayer[] losing = [.. _layers.Where(l => Kept(selection, l).Length < l.Weight.KnownShape[l.InputAxis].Size)];
        TensorData[] weights = [.. losing.Select(l => l.Weight.Data!)];
        try
        {
            Reconstruct(_executor, selection, losing, progress, cancellationToken);
            return Pruner.Cut(selection);
        }
        finally
        {
            foreach ((ConsumerLayer layer, TensorData weight) in losing.Zip(weights))
            {
                Set(_executor, layer, weight);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _executor.Dispose();
        _samples.Dispose();
    }

    private static List<PrunableGroup> Measure(
        Executor executor, PruningGroup[] groups, ConsumerLayer[] layers, LayerSamples samples,
        CancellationToken cancellationToken)
    {
        Dictionary<ConsumerLayer, LayerGram> grams = samples.Record(executor, layers, cancellationToken);
        var measured = new List<PrunableGroup>();
        foreach (PruningGroup group in groups)
        {
            double[,] gram = new double[group.Count, group.Count];
            double[] target = new double[group.Count];
            foreach (ConsumerLayer layer in layers.Where(l => group.Consumers.Contains(l.Node)))
            {
                using TensorScope scope = TensorScope.Begin();
                Tensor weight = WeightColumns.Matrix(layer, WeightOf(executor, layer));
                (double[,] part, double[] wanted) =
                    grams[layer].Contributions(weight, WeightColumns.Of(group, layer));
                Add(gram, target, part, wanted);
            }

            measured.Add(new PrunableGroup(group, gram, target));
        }

        foreach (LayerGram gram in grams.Values)
        {
            gram.Dispose();
        }

        return measured;
    }

    private void Reconstruct(
        Executor executor, PruningSelection selection, ConsumerLayer[] losing, Action<double>? progress,
        CancellationToken cancellationToken)
    {
        foreach (ConsumerLayer layer in losing)
        {
            // Until its turn comes, a layer must not read what is gone: earlier layers aim at the network as it will be.
            Set(executor, layer, Masked(executor, layer, Kept(selection, layer)));
        }

        using var pass = new ReconstructionPass(executor, _samples);
        for (int i = 0; i < losing.Length; i++)
        {
            using LayerGram gram = pass.Compare(losing[i], cancellationToken);
            using TensorScope scope = TensorScope.Begin();
            Tensor weight = WeightColumns.Matrix(losing[i], WeightOf(executor, losing[i]));
            Set(executor, losing[i], gram.Reconstruct(weight, Columns(losing[i], Kept(selection, losing[i]))));
            progress?.Invoke((i + 1.0) / losing.Length);
        }
    }

    private static int[] Kept(PruningSelection selection, ConsumerLayer layer) =>
        selection.KeptPositions(layer.Weight, layer.InputAxis);

    private static long[] Columns(ConsumerLayer layer, int[] kept)
    {
        long taps = layer.Window is { } window ? window.Kernel[0] * window.Kernel[1] : 1;
        return [.. kept.SelectMany(k => Enumerable.Range(0, (int)taps).Select(t => k * taps + t))];
    }

    private static Tensor Masked(Executor executor, ConsumerLayer layer, int[] kept)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor matrix = WeightColumns.Matrix(layer, WeightOf(executor, layer));
        long[] columns = Columns(layer, kept);
        Tensor index = Tensor.FromArray<long>(columns, columns.Length, matrix.Device);
        return scope.Keep(matrix.ZerosLike().Contiguous().IndexCopyInPlace(0, index, matrix.IndexSelect(0, index)));
    }

    private static Tensor WeightOf(Executor executor, ConsumerLayer layer) =>
        executor.ParameterOf(executor.Graph.Find(layer.Weight.Name)!).Tensor;

    /// <summary>Writes new weights to the running network and to the model that will be cut.</summary>
    private static void Set(Executor executor, ConsumerLayer layer, Tensor matrix)
    {
        using TensorScope scope = TensorScope.Begin();
        Set(executor, layer, WeightColumns.Data(layer, matrix));
        matrix.Dispose();
    }

    private static void Set(Executor executor, ConsumerLayer layer, TensorData weight)
    {
        using GradMode noGrad = Engine.NoGrad();
        WeightOf(executor, layer).CopyFrom<float>(weight.As<float>());
        Graph.SetData(layer.Weight, weight);
    }

    private static void Add(double[,] gram, double[] target, double[,] part, double[] wanted)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] += wanted[i];
            for (int j = 0; j < target.Length; j++)
            {
                gram[i, j] += part[i, j];
            }
        }
    }
}
