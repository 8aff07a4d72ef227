using PocketFlow.Allocation;
using PocketFlow.Graphs;

namespace PocketFlow.Tests.Allocation;

/// <summary>Layers of given weights and bits 2 to 8; no network behind them.</summary>
internal sealed class SampleProblem(params double[] weights) : IAllocationProblem
{
    public string Unit => "bits";

    public Model Original => throw new NotSupportedException();

    public Budget? OwnBudget => null;

    public IReadOnlyList<AllocatedLayer> Layers { get; } = [.. weights.Select((w, i) =>
        new AllocatedLayer($"layer{i}", [2, 3, 4, 5, 6, 7, 8])
        {
            Likeness = $"{i % 2}", Stage = $"{i / 2}", Features = [w, i],
        })];

    public int[]? OwnChoice(Budget budget) => null;

    public double Cost(BudgetKind kind, IReadOnlyList<int> levels) =>
        levels.Select((level, i) => weights[i] * (level + 2)).Sum() / weights.Sum();

    public Model Build(IReadOnlyList<int> levels, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object OptionsFor(IReadOnlyList<int> levels, int? epochs = null) => levels;

    public void Dispose()
    {
    }
}
