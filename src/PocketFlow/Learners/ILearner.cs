using PocketFlow.Graphs;

namespace PocketFlow.Learners;

/// <summary>A compression algorithm: takes a trained model, gives back a smaller or faster one.</summary>
/// <remarks>Learners chain; each gets the result of the one before, and the original as a possible teacher.</remarks>
public interface ILearner
{
    /// <summary>The name that recipes and the command line use.</summary>
    string Name { get; }

    /// <summary>Compresses a model; the given model stays as it is.</summary>
    /// <exception cref="BudgetInfeasibleException">The target can't be reached on this model.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    LearnerResult Compress(Model model, LearnerContext context, CancellationToken cancellationToken = default);
}
