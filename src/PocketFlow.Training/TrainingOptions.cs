using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Training.Schedules;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Training;

/// <summary>How weights are updated.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,

    /// <summary>Adam (Kingma &amp; Ba 2015, arXiv 1412.6980).</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov &amp; Hutter 2019, arXiv 1711.05101).</summary>
    AdamW,
}

/// <summary>The number format of convolutions and matrix products while training.</summary>
public enum Precision
{
    /// <summary>bfloat16 where the processor computes it faster, else float32.</summary>
    Auto,

    /// <summary>32-bit floats throughout.</summary>
    Float32,

    /// <summary>bfloat16 products with 32-bit weights and sums.</summary>
    BFloat16,
}

/// <summary>Knowledge distillation: the student also imitates a teacher's softened outputs.</summary>
/// <remarks>
/// The loss is <c>(1 − Weight) · L + Weight · D</c>, where D is what the task says, for classes
/// <c>T² · KL(softmax(teacher / T) ‖ softmax(student / T))</c> (Hinton et al. 2015, arXiv 1503.02531).
/// </remarks>
/// <param name="Teacher">A trained model with the same inputs and outputs.</param>
/// <param name="Temperature">T, above 0.</param>
/// <param name="Weight">The teacher's share of the loss, 0 to 1.</param>
public sealed record DistillationOptions(Model Teacher, double Temperature = 4, double Weight = 0.7);

/// <summary>How a model is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training images.</summary>
    /// <value>The default is 60.</value>
    public int Epochs { get; init; } = 60;

    /// <summary>Images per step.</summary>
    /// <value>The default is 128.</value>
    public int BatchSize { get; init; } = 128;

    /// <summary>The optimizer.</summary>
    /// <value>The default is <see cref="OptimizerKind.Sgd"/>.</value>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    /// <summary>The highest learning rate of the schedule.</summary>
    /// <value>The default is 0.1, right for SGD from scratch; about 0.01 suits fine-tuning, 0.001 Adam.</value>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>The momentum of SGD, 0 to 1.</summary>
    /// <value>The default is 0.9.</value>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether momentum is Nesterov's.</summary>
    /// <value>The default is true.</value>
    public bool Nesterov { get; init; } = true;

    /// <summary>The pull of weights towards zero; biases and normalisation are left alone.</summary>
    /// <value>The default is 5e-4.</value>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>The task: loss, distillation and metrics.</summary>
    /// <value>The default is null, which means the standard task for the targets of the data set.</value>
    public LearningTask? Task { get; init; }

    /// <summary>The shape of the learning rate.</summary>
    /// <value>The default is <see cref="ScheduleKind.Cosine"/>.</value>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Cosine;

    /// <summary>Epochs over which the learning rate rises from zero.</summary>
    /// <value>The default is 1.</value>
    public double WarmUpEpochs { get; init; } = 1;

    /// <summary>The number format of products.</summary>
    /// <value>The default is <see cref="Precision.Auto"/>.</value>
    public Precision Precision { get; init; }

    /// <summary>The share of the old average that each step keeps, 0 to 1; null trains without averaging.</summary>
    /// <value>The default is null. 0.999 suits trainings of some thousand steps.</value>
    public double? EmaDecay { get; init; }

    /// <summary>What is done to training images.</summary>
    /// <value>The default is none.</value>
    public AugmentationPipeline Augmentation { get; init; } = AugmentationPipeline.None;

    /// <summary>A teacher to imitate, or null.</summary>
    public DistillationOptions? Distillation { get; init; }

    /// <summary>Seed of the order of images and of augmentation.</summary>
    public int Seed { get; init; }

    /// <summary>Where progress is saved, so that the same call goes on after an interruption; null saves none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Steps between saves within an epoch; the end of an epoch always saves.</summary>
    /// <value>The default is 500.</value>
    public int CheckpointSteps { get; init; } = 500;

    /// <summary>All problems of these options; none when they can be used.</summary>
    public IEnumerable<string> Validate()
    {
        if (Epochs < 0)
        {
            yield return $"Epochs is {Epochs}; expected was 0 or more.";
        }

        if (BatchSize < 1)
        {
            yield return $"BatchSize is {BatchSize}; expected was 1 or more.";
        }

        if (!(LearningRate > 0) || !double.IsFinite(LearningRate))
        {
            yield return FormattableString.Invariant($"LearningRate is {LearningRate}; expected was a positive number.");
        }

        if (Momentum is < 0 or >= 1 || EmaDecay is < 0 or >= 1)
        {
            yield return "Momentum and EmaDecay must lie in [0, 1).";
        }

        if (WeightDecay < 0 || WarmUpEpochs < 0 || CheckpointSteps < 1)
        {
            yield return "WeightDecay and WarmUpEpochs can't be negative, and CheckpointSteps must be 1 or more.";
        }
    }

    /// <summary>What must be equal for a checkpoint to belong to this training, as text.</summary>
    internal string Fingerprint(LearningTask task, Precision precision) => FormattableString.Invariant(
        $"epochs {Epochs}, batch {BatchSize}, {Optimizer} {LearningRate} momentum {Momentum} nesterov {Nesterov}, ")
        + FormattableString.Invariant($"decay {WeightDecay}, {task}, {Schedule}, ")
        + FormattableString.Invariant($"warm-up {WarmUpEpochs}, {precision}, ema {EmaDecay}, ")
        + FormattableString.Invariant($"augmentation {Augmentation}, seed {Seed}, ")
        + (Distillation is null ? "no teacher" : FormattableString.Invariant(
            $"teacher {Distillation.Temperature} {Distillation.Weight}"));
}
