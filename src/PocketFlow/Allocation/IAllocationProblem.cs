using PocketFlow.Graphs;

namespace PocketFlow.Allocation;

/// <summary>
/// What a learner lets a search choose: a level for each layer. Holds what all candidates share (statistics, Gram
/// matrices, calibration), so that each one costs little.
/// </summary>
public interface IAllocationProblem : IDisposable
{
    /// <summary>What levels count, for people: <c>channels</c>, <c>bits</c>.</summary>
    string Unit { get; }

    /// <summary>The layers in order of execution.</summary>
    IReadOnlyList<AllocatedLayer> Layers { get; }

    /// <summary>The whole model, simplified.</summary>
    Model Original { get; }

    /// <summary>The budget that the learner's own options set; null where they set none.</summary>
    Budget? OwnBudget { get; }

    /// <summary>The candidate that the learner would choose by itself for a budget; null where it has no rule.</summary>
    int[]? OwnChoice(Budget budget);

    /// <summary>What a candidate costs, without making it. Never falls when a level rises.</summary>
    /// <param name="kind">Anything but latency.</param>
    /// <param name="levels">For each layer the index of its level.</param>
    /// <exception cref="ArgumentException">The kind can't be counted for this learner.</exception>
    double Cost(BudgetKind kind, IReadOnlyList<int> levels);

    /// <summary>Makes a candidate without any training.</summary>
    Model Build(IReadOnlyList<int> levels, CancellationToken cancellationToken = default);

    /// <summary>The learner's options that make the same candidate, with everything that the learner does after it.</summary>
    /// <param name="levels">For each layer the index of its level.</param>
    /// <param name="epochs">Epochs of training; null for those of the learner's options.</param>
    object OptionsFor(IReadOnlyList<int> levels, int? epochs = null);
}
