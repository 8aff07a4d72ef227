using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Pruning;
using PocketFlow.Training;

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
        var summary = new List<string>();
        Model cut;
        using (var workbench = new PruningWorkbench(model, context, _options.CalibrationImages, cancellationToken))
        {
            IReadOnlyDictionary<PruningGroup, int> kept = Allocate(workbench, summary);
            context.Enter($"{Name}: reconstruct layers");
            cut = workbench.Cut(
                kept, share => context.Report($"{Name}: reconstruct layers", share), cancellationToken);
        }

        return new LearnerResult(FineTune(cut, context, summary, cancellationToken), summary);
    }

    private Dictionary<PruningGroup, int> Allocate(PruningWorkbench workbench, List<string> summary)
    {
        var allocation = new ChannelAllocation(workbench.Model, workbench.Groups, _options.RoundTo);
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

        summary.AddRange(workbench.Groups.Select(g => g.Group).Where(g => allocation.Kept[g] < g.Count)
            .Select(g => $"{Name}: {g.Name} {g.Count} -> {allocation.Kept[g]} channels"));
        summary.Add(FormattableString.Invariant(
            $"{Name}: {allocation.FullMacs / 1e6:F2}M -> {allocation.CurrentMacs / 1e6:F2}M multiply-accumulates, ")
            + FormattableString.Invariant($"{allocation.FullMacs / allocation.CurrentMacs:F2}x fewer"));
        return allocation.Kept;
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
}
