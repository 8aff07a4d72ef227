namespace PocketFlow.Training;

/// <summary>Where a training stands; sent after every step, so consumers throttle.</summary>
/// <param name="Epoch">The current epoch, from 0.</param>
/// <param name="Epochs">The number of epochs.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="StepsPerEpoch">Steps in an epoch.</param>
/// <param name="Loss">The mean loss of this epoch so far.</param>
/// <param name="TrainAccuracy">Top-1 on the augmented training images of this epoch so far, 0 to 1.</param>
/// <param name="ValidationAccuracy">Top-1 on the validation images, 0 to 1; only after the last step of an epoch.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="ImagesPerSecond">Training speed over this epoch so far.</param>
/// <param name="Remaining">The time that is left at this speed.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, int Step, int StepsPerEpoch, double Loss, double TrainAccuracy,
    double? ValidationAccuracy, double LearningRate, double ImagesPerSecond, TimeSpan Remaining);

/// <summary>One epoch of a finished training.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Loss">The mean training loss.</param>
/// <param name="TrainAccuracy">Top-1 on the augmented training images, 0 to 1.</param>
/// <param name="ValidationAccuracy">Top-1 on the validation images, 0 to 1.</param>
public readonly record struct EpochResult(int Epoch, double Loss, double TrainAccuracy, double ValidationAccuracy);

/// <summary>What a training produced.</summary>
/// <param name="Model">The model with the weights of the best epoch.</param>
/// <param name="BestEpoch">The epoch, from 0, whose weights are returned: the best on the validation images.</param>
/// <param name="ValidationAccuracy">Top-1 of that epoch on the validation images, 0 to 1.</param>
/// <param name="Epochs">Every epoch.</param>
/// <param name="Precision">The number format that was used.</param>
public sealed record TrainingResult(
    Graphs.Model Model, int BestEpoch, double ValidationAccuracy, IReadOnlyList<EpochResult> Epochs,
    Precision Precision);
