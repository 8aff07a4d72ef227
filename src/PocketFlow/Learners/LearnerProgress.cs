using PocketFlow.Training;

namespace PocketFlow.Learners;

/// <summary>Where a learner stands.</summary>
/// <param name="Phase">What it is doing, for example <c>calibrate</c>.</param>
/// <param name="Share">How much of the phase is done, 0 to 1, where that is known.</param>
/// <param name="Training">The state of the training that runs in the phase, if any.</param>
public readonly record struct LearnerProgress(string Phase, double? Share, TrainingProgress? Training);
