using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Pruning;
using PocketFlow.Torch;
using PocketFlow.Training;
using PocketFlow.Training.Execution;

namespace PocketFlow.Learners.ChannelPruning;

/// <summary>
/// Removes whole channels (He, Zhang, Sun 2017, arXiv 1707.06168): LASSO chooses them by what they contribute to the layers
/// that read them, least squares lets those layers make up for the loss, the graph becomes physically smaller, and
/// fine-tuning follows.
/// </summary>
/// <remarks>
/// Deviations from the paper: channels tied by residual sums are chosen together, over all their readers; selection looks
/// at the unpruned network, reconstruction at the pruned one so far; layers share a target by what they lose for it.
/// </remarks>
public sealed class ChannelPruningLearner : ILearner
{
    private readonly ChannelPruningOptions _options;

    /// <summary>Creates the learner.</summary>
    /// <exception cref="ArgumentException">The options are contradictory; the message lists every problem.</exception>
    public ChannelPruningLearner(ChannelPruningOptions options)
    {
        string[] problems = [.. options.Validate()];
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        _options = options;
    }

    /// <inheritdoc/>
    public string Name => "channel-pruning";

    /// <inheritdoc/>
    public LearnerResult Compress(Model model, LearnerContext context, CancellationToken cancellationToken = default)
    {
        Model current = model.Clone().Simplify();
        DependencyGraph dependencies = DependencyGraph.Build(current);
        // Channels that no reader can be measured for would look as if nobody needed them.
        PruningGroup[] groups = [.. dependencies.Prunable.Where(g => g.Consumers.Any(c => ConsumerLayer.Of(c) is not null))];
        ConsumerLayer[] layers = [.. current.Graph.Nodes.Where(n => groups.Any(g => g.Consumers.Contains(n)))
            .Select(ConsumerLayer.Of).OfType<ConsumerLayer>()];
        var summary = new List<string>();
        using var samples = new LayerSamples(context, _options.CalibrationImages);
        PruningSelection selection;
        using (var executor = new Executor(current, context.Device))
        {
            context.Enter($"{Name}: choose channels");
            IReadOnlyList<PrunableGroup> prunable = Measure(executor, groups, layers, samples, cancellationToken);
            selection = Select(current, dependencies, prunable, summary);
            context.Enter($"{Name}: reconstruct layers");
            Reconstruct(executor, selection, layers, samples, context, cancellationToken);
        }

        Model cut = Pruner.Cut(selection);
        return new LearnerResult(FineTune(cut, context, summary, cancellationToken), summary);
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

    private PruningSelection Select(
        Model model, DependencyGraph dependencies, IReadOnlyList<PrunableGroup> groups, List<string> summary)
    {
        var allocation = new ChannelAllocation(model, groups, _options.RoundTo);
        if (_options.SpeedUp is { } speedUp)
        {
            allocation.Reach(speedUp);
        }
        else if (_options.PruningRatio is { } ratio)
        {
            allocation.Uniform(ratio);
        }
        else
        {
            allocation.PerLayer(_options.LayerRatios!);
        }

        var selection = new PruningSelection(dependencies);
        foreach (PrunableGroup group in groups.Where(g => allocation.Kept[g.Group] < g.Group.Count))
        {
            int[] kept = group.Select(allocation.Kept[group.Group]);
            selection.Remove(group.Group, Enumerable.Range(0, group.Group.Count).Except(kept));
            summary.Add($"{Name}: {group.Group.Name} {group.Group.Count} -> {kept.Length} channels");
        }

        summary.Add(FormattableString.Invariant(
            $"{Name}: {allocation.FullMacs / 1e6:F2}M -> {allocation.CurrentMacs / 1e6:F2}M multiply-accumulates, ")
            + FormattableString.Invariant($"{allocation.FullMacs / allocation.CurrentMacs:F2}x fewer"));
        return selection;
    }

    private void Reconstruct(
        Executor executor, PruningSelection selection, ConsumerLayer[] layers, LayerSamples samples,
        LearnerContext context, CancellationToken cancellationToken)
    {
        ConsumerLayer[] losing = [.. layers.Where(l => Kept(selection, l).Length < l.Weight.KnownShape[l.InputAxis].Size)];
        foreach (ConsumerLayer layer in losing)
        {
            // Until its turn comes, a layer must not read what is gone: earlier layers aim at the network as it will be.
            Set(executor, layer, Masked(executor, layer, Kept(selection, layer)));
        }

        for (int i = 0; i < losing.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using TensorScope scope = TensorScope.Begin();
            using LayerGram gram = samples.Compare(executor, losing[i], cancellationToken);
            Tensor weight = WeightColumns.Matrix(losing[i], WeightOf(executor, losing[i]));
            Set(executor, losing[i], gram.Reconstruct(weight, Columns(losing[i], Kept(selection, losing[i]))));
            context.Report($"{Name}: reconstruct layers", (i + 1.0) / losing.Length);
        }
    }

    private Model FineTune(
        Model cut, LearnerContext context, List<string> summary, CancellationToken cancellationToken)
    {
        if (_options.Epochs == 0)
        {
            return StatisticsUpdate.Apply(cut, context, _options.CalibrationImages, cancellationToken);
        }

        Model start = cut;
        if (_options.RecoverBatchNormalization && BatchNormalizationRecovery.Candidates(cut).Count is var folded and > 0)
        {
            ImageDataset images = context.Train.Slice(..Math.Min(_options.CalibrationImages, context.Train.Count));
            start = BatchNormalizationRecovery.Apply(
                cut, images, context.Normalization, context.Device, cancellationToken);
            summary.Add($"{Name}: batch normalisation recovered behind {folded} convolutions");
        }

        var options = new TrainingOptions
        {
            Task = context.Task,
            Epochs = _options.Epochs,
            BatchSize = _options.BatchSize,
            LearningRate = _options.LearningRate,
            WeightDecay = _options.WeightDecay,
            WarmUpEpochs = Math.Min(0.5, 0.1 * _options.Epochs),
            Augmentation = AugmentationPipeline.For(_options.Augmentation, context.Train),
            Seed = context.Seed,
            Distillation = _options.DistillationWeight > 0
                ? new DistillationOptions(context.Original, Weight: _options.DistillationWeight)
                : null,
            CheckpointPath = context.CheckpointDirectory is { } directory
                ? Path.Combine(directory, Name + ".checkpoint")
                : null,
        };
        TrainingResult result = new Trainer(options, context.Device).Train(
            start, context.Train, context.Validation, context.Normalization,
            context.TrainingProgress($"{Name}: fine-tune"), cancellationToken);
        summary.Add(FormattableString.Invariant(
            $"{Name}: fine-tuned {_options.Epochs} epochs, best epoch {result.BestEpoch + 1}, ")
            + FormattableString.Invariant($"validation {result.Validation}"));
        return result.Model;
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
        using GradMode noGrad = Engine.NoGrad();
        TensorData data = WeightColumns.Data(layer, matrix);
        WeightOf(executor, layer).CopyFrom<float>(data.As<float>());
        Graph.SetData(layer.Weight, data);
        matrix.Dispose();
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
