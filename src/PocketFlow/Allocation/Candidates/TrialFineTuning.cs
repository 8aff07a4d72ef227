using PocketFlow.Graphs;
using PocketFlow.Learners;
using PocketFlow.Search;

namespace PocketFlow.Allocation;

/// <summary>Trains the candidate of a trial for some epochs; the study's pruner may end it early.</summary>
/// <param name="problem">Gives the learner's options.</param>
/// <param name="model">The model before the learner.</param>
/// <param name="context">Data, task, device.</param>
/// <param name="learner">Makes the learner of options.</param>
/// <param name="epochs">How many.</param>
internal sealed class TrialFineTuning(
    IAllocationProblem problem, Model model, LearnerContext context, Func<object, ILearner> learner, int epochs)
{
    /// <summary>The trained candidate.</summary>
    /// <exception cref="TrialPrunedException">The pruner ended the trial.</exception>
    public Model Train(Trial trial, int[] levels, StudyProgress progress, CancellationToken cancellationToken)
    {
        LearnerContext own = context with { CheckpointDirectory = null, Progress = new EpochReports(trial, progress) };
        return learner(problem.OptionsFor(levels, epochs)).Compress(model, own, cancellationToken).Model;
    }

    /// <summary>Reports each epoch of a trial's training, and ends it when the pruner advises to.</summary>
    private sealed class EpochReports(Trial trial, StudyProgress progress) : IProgress<LearnerProgress>
    {
        public void Report(LearnerProgress value)
        {
            if (value.Training is not { ValidationMetric: { } metric } training)
            {
                return;
            }

            trial.Report(training.Epoch, metric);
            progress.Report(training.Epoch, metric);
            if (trial.ShouldPrune)
            {
                throw new TrialPrunedException();
            }
        }
    }
}

/// <summary>Ends a trial that its pruner gave up.</summary>
internal sealed class TrialPrunedException : Exception;
