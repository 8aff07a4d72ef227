using PocketFlow.Learners;

namespace PocketFlow.Allocation;

/// <summary>
/// Turns any wish into a candidate that meets a budget: the positions of all layers are moved by the same distance, as
/// far up as the budget allows, and what rounding leaves over goes to the layers that lost most by it. Equal positions
/// thus become the uniform candidate.
/// </summary>
/// <param name="problem">Counts costs.</param>
/// <param name="budget">Any but latency.</param>
public sealed class BudgetProjection(IAllocationProblem problem, Budget budget)
{
    private const int Halvings = 40;

    /// <summary>The candidate for positions between the least (0) and the whole layer (1).</summary>
    /// <exception cref="BudgetInfeasibleException">Even the least levels cost more than the budget.</exception>
    public int[] Project(IReadOnlyList<double> positions)
    {
        double low = -positions.Max() - 1;
        double high = 1 - positions.Min();
        if (Cost(At(positions, high)) <= budget.Limit)
        {
            return At(positions, high);
        }

        double least = Cost(At(positions, low));
        if (least > budget.Limit)
        {
            throw new BudgetInfeasibleException(budget, least);
        }

        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            if (Cost(At(positions, middle)) <= budget.Limit)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        int[] levels = At(positions, low);
        SpendRest(levels, positions, low);
        return levels;
    }

    private void SpendRest(int[] levels, IReadOnlyList<double> positions, double shift)
    {
        int[] order = [.. Enumerable.Range(0, levels.Length)
            .OrderByDescending(i => positions[i] + shift - problem.Layers[i].PositionOf(levels[i])).ThenBy(i => i)];
        bool isRaised = true;
        while (isRaised)
        {
            isRaised = false;
            foreach (int i in order.Where(i => levels[i] + 1 < problem.Layers[i].Levels.Count))
            {
                levels[i]++;
                bool fits = Cost(levels) <= budget.Limit;
                levels[i] -= fits ? 0 : 1;
                isRaised |= fits;
            }
        }
    }

    private double Cost(int[] levels) => problem.Cost(budget.Kind, levels);

    private int[] At(IReadOnlyList<double> positions, double shift) =>
        [.. problem.Layers.Select((layer, i) => layer.LevelAt(positions[i] + shift))];
}
