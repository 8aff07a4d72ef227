using PocketFlow.Search;

namespace PocketFlow.Allocation;

/// <summary>The candidates that a search begins with: it is never worse than these.</summary>
/// <param name="problem">The layers.</param>
/// <param name="budget">What a candidate may cost; any but latency.</param>
internal sealed class SearchStarts(IAllocationProblem problem, Budget budget)
{
    /// <summary>The same position for all layers.</summary>
    public int[] Uniform => new BudgetProjection(problem, budget).Project([.. problem.Layers.Select(_ => 0.5)]);

    /// <summary>The candidate of the sensitivity heuristic.</summary>
    public int[] Heuristic(IReadOnlyList<LayerSensitivity> sensitivities)
    {
        double least = problem.Cost(budget.Kind, new int[problem.Layers.Count]);
        return SensitivityAnalysis.Allocate(
            problem, budget with { Limit = Math.Max(budget.Limit, least) }, sensitivities);
    }

    /// <summary>Puts uniform, the sensitivity heuristic and the learner's own rule first into the queue.</summary>
    public void Enqueue(Study study, CandidateSpace space, int[] heuristic)
    {
        foreach ((string name, int[]? levels) in new[]
        {
            ("uniform", Uniform), ("sensitivity heuristic", heuristic), ("the learner's own rule", problem.OwnChoice(budget)),
        })
        {
            if (levels is not null)
            {
                study.Enqueue(space.Space, space.ParametersOf(levels), name);
            }
        }
    }
}
