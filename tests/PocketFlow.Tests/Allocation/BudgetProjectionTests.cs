using PocketFlow.Allocation;
using PocketFlow.Data;
using PocketFlow.Learners;

namespace PocketFlow.Tests.Allocation;

public sealed class BudgetProjectionTests
{
    private static readonly SampleProblem s_problem = new(10, 20, 40, 80, 5);

    [Fact]
    public void Project_EqualPositions_GivesTheUniformCandidate()
    {
        var projection = new BudgetProjection(s_problem, new Budget(BudgetKind.AverageBits, 4));

        Assert.Equal([2, 2, 2, 2, 2], projection.Project([0.5, 0.5, 0.5, 0.5, 0.5]));
        Assert.Equal([2, 2, 2, 2, 2], projection.Project([0, 0, 0, 0, 0]));
    }

    [Fact]
    public void Project_AnyPositions_MeetsTheBudgetAndLeavesNothingThatFits()
    {
        var random = new SeededRandom(5);
        for (int round = 0; round < 500; round++)
        {
            double limit = 2 + 6 * random.NextDouble();
            var budget = new Budget(BudgetKind.AverageBits, limit);
            double[] positions = new double[5];
            for (int i = 0; i < positions.Length; i++)
            {
                positions[i] = 3 * random.NextDouble() - 1;
            }

            int[] levels = new BudgetProjection(s_problem, budget).Project(positions);

            Assert.True(s_problem.Cost(BudgetKind.AverageBits, levels) <= limit);
            for (int i = 0; i < levels.Length; i++)
            {
                int[] more = [.. levels];
                more[i]++;
                Assert.True(more[i] > 6 || s_problem.Cost(BudgetKind.AverageBits, more) > limit);
            }
        }
    }

    [Fact]
    public void Project_HigherPosition_GetsNoLowerLevel()
    {
        int[] levels = new BudgetProjection(s_problem, new Budget(BudgetKind.AverageBits, 5)).Project([0.1, 0.3, 0.5, 0.7, 0.9]);

        Assert.Equal(levels.Order(), levels);
    }

    [Fact]
    public void Project_LargeBudget_KeepsAllWhole() => Assert.Equal(
        [6, 6, 6, 6, 6], new BudgetProjection(s_problem, new Budget(BudgetKind.AverageBits, 8)).Project([0, 1, 0.2, 0.4, 0]));

    [Fact]
    public void Project_BudgetBelowTheLeast_SaysWhatCanBeReached()
    {
        BudgetInfeasibleException e = Assert.Throws<BudgetInfeasibleException>(() =>
            new BudgetProjection(s_problem, new Budget(BudgetKind.AverageBits, 1.5)).Project([0, 0, 0, 0, 0]));

        Assert.Equal((1.5, 2.0), (e.Asked, e.Reachable));
        Assert.Contains("the least is 2.", e.Message, StringComparison.Ordinal);
    }
}
