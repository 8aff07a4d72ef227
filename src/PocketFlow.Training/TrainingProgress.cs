using PocketFlow.Training.Tasks;

namespace PocketFlow.Training;

/// <summary>Where a training stands; sent after every step, so consumers throttle.</summary>
/// <param name="Epoch">The current epoch, from 0.</param>
/// <param name="Epochs">The number of epochs.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="StepsPerEpoch">Steps in an epoch.</param>
/// <param name="Loss">The mean loss of this epoch so far.</param>
/// <param name="Metric">The task's metric, in which the next two are measured.</param>
/// <param name="TrainMetric">Mean over the batches of augmented training images of this epoch so far.</param>
/// <param name="ValidationMetric">The metric on the validation images; only after the last step of an epoch.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="ImagesPerSecond">Training speed over this epoch so far.</param>
/// <param name="Remaining">The time that is left at this speed.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, int Step, int StepsPerEpoch, double Loss, Metric Metric, double TrainMetric,
    double? ValidationMetric, double LearningRate, double ImagesPerSecond, TimeSpan Remaining);

/// <summary>One epoch of a finished training.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Loss">The mean training loss.</param>
/// <param name="TrainMetric">The task's metric, mean over the batches of augmented training images.</param>
/// <param name="ValidationMetric">The task's metric on the validation images.</param>
public readonly record struct EpochResult(int Epoch, double Loss, double TrainMetric, double ValidationMetric);

/// <summary>What a training produced.</summary>
/// <param name="Model">The model with the weights of the best epoch.</param>
/// <param name="BestEpoch">The epoch, from 0, whose weights are returned: the best on the validation images.</param>
/// <param name="Validation">The task's metric of that epoch on the validation images.</param>
/// <param name="Epochs">Every epoch.</param>
/// <param name="Precision">The number format that was used.</param>
public sealed record TrainingResult(
    Graphs.Model Model, int BestEpoch, MetricValue Validation, IReadOnlyList<EpochResult> Epochs,
    Precision Precision);
