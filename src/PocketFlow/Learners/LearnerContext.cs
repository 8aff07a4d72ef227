using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Learners;

/// <summary>What a learner works with besides the model.</summary>
public sealed record LearnerContext
{
    /// <summary>The images to learn from.</summary>
    public required ImageDataset Train { get; init; }

    /// <summary>The images to choose by; never the test images.</summary>
    public required ImageDataset Validation { get; init; }

    /// <summary>What the model is for.</summary>
    /// <value>The default is the standard task for the targets of <see cref="Train"/>.</value>
    public LearningTask Task
    {
        get => field ??= LearningTask.For(Train.Target);
        init;
    }

    /// <summary>How inputs are normalised.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>The uncompressed model: what distillation imitates.</summary>
    public required Model Original { get; init; }

    /// <summary>Where training runs.</summary>
    public Device Device { get; init; }

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; }

    /// <summary>A folder for checkpoints of long steps; null keeps none.</summary>
    public string? CheckpointDirectory { get; init; }

    /// <summary>Told of each phase and its progress; null for silence.</summary>
    public IProgress<LearnerProgress>? Progress { get; init; }

    /// <summary>Reports the start of a phase.</summary>
    internal void Enter(string phase) => Progress?.Report(new LearnerProgress(phase, null, null));

    /// <summary>Reports a share of a phase.</summary>
    internal void Report(string phase, double share) => Progress?.Report(new LearnerProgress(phase, share, null));

    /// <summary>A receiver of training progress under the name of a phase.</summary>
    internal IProgress<TrainingProgress>? TrainingProgress(string phase) =>
        Progress is null ? null : new Relay(Progress, phase);

    private sealed class Relay(IProgress<LearnerProgress> progress, string phase) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(new LearnerProgress(phase, null, value));
    }
}
