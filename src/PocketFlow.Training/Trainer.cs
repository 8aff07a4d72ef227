using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training.Checkpoints;
using PocketFlow.Training.Execution;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Training;

/// <summary>Trains a model on images with targets and returns the weights of the epoch that validates best.</summary>
public sealed class Trainer
{
    private readonly TrainingOptions _options;
    private readonly Device _device;
    private readonly Precision _precision;

    /// <summary>Creates a trainer.</summary>
    /// <exception cref="ArgumentException">The options are contradictory; the message lists every problem.</exception>
    public Trainer(TrainingOptions options, Device device = default)
    {
        string[] problems = [.. options.Validate()];
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        _options = options;
        _device = device;
        _precision = PrecisionProbe.Resolve(options.Precision, device);
    }

    /// <summary>Makes a hook over the executor's graph that takes part in training; null for none.</summary>
    public Func<Executor, ForwardHook>? Hook { get; init; }

    /// <summary>Trains.</summary>
    /// <remarks>
    /// With a checkpoint path, the same call after an interruption goes on where it was and ends with the same weights as an
    /// uninterrupted one on the same number of threads. Cancelling saves a checkpoint first.
    /// </remarks>
    /// <exception cref="ArgumentException">Model, task and images don't fit each other.</exception>
    /// <exception cref="TrainingDivergedException">The loss became NaN or infinite; nothing is saved.</exception>
    /// <exception cref="CheckpointException">The checkpoint is damaged or belongs to another training.</exception>
    public TrainingResult Train(
        Model model, ImageDataset train, ImageDataset validation, Normalization normalization,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        LearningTask task = TaskFor(model, train);
        using var session = new TrainingSession(model, task, _options, _precision, _device, Hook);
        var loader = new BatchLoader(train, normalization, new BatchLoaderOptions
        {
            BatchSize = Math.Min(_options.BatchSize, train.Count),
            DropLast = true,
            Seed = _options.Seed,
            Augmentation = _options.Augmentation,
        });
        var loop = new TrainingLoop(_options, session, loader, progress)
        {
            Validate = () => session.WithAverage(
                () => Evaluator.Measure(
                    session.Executor, task, validation, normalization, session.Hook, cancellationToken)[0].Value),
        };
        loop.Run(cancellationToken);
        double best = loop.Epochs.Count == 0 ? 0 : loop.Epochs[Math.Max(loop.BestEpoch, 0)].ValidationMetric;
        return new TrainingResult(
            loop.BestModel(), loop.BestEpoch, task.Metric.Of(best), loop.Epochs, _precision);
    }

    private LearningTask TaskFor(Model model, ImageDataset images)
    {
        LearningTask task = _options.Task ?? LearningTask.For(images.Target);
        string? problem = task.Kind == images.Target.Kind
            ? TaskFit.ProblemOf(model, images)
            : $"Found the task {task.Name}; targets of {images.Name} are {images.Target}.";
        return problem is null ? task : throw new ArgumentException(problem, nameof(model));
    }
}
