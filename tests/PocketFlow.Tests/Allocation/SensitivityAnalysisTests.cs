using PocketFlow.Allocation;

namespace PocketFlow.Tests.Allocation;

public sealed class SensitivityAnalysisTests
{
    private static readonly SampleProblem s_problem = new(10, 10, 10);

    [Fact]
    public void Allocate_OneSensitiveLayer_SparesIt()
    {
        int[] levels = SensitivityAnalysis.Allocate(
            s_problem, new Budget(BudgetKind.AverageBits, 4), [Sensitivity(0, 0.01), Sensitivity(1, 10), Sensitivity(2, 0.01)]);

        Assert.True(levels[1] > levels[0] && levels[1] > levels[2], string.Join(' ', levels));
        Assert.True(s_problem.Cost(BudgetKind.AverageBits, levels) <= 4);
    }

    [Fact]
    public void DistanceAt_BetweenMeasuredLevels_GrowsByFactors()
    {
        LayerSensitivity sensitivity = Sensitivity(0, 1);
        double[] distances = [.. Enumerable.Range(0, 7).Select(l => sensitivity.DistanceAt(s_problem.Layers[0], l))];

        Assert.Equal(0, distances[6]);
        Assert.Equal([1, 0.1, 0.01], new[] { distances[0], distances[1], distances[2] }.Select(d => Math.Round(d, 9)));
        Assert.Equal(1e-4, distances[4], 12);
        Assert.Equal(distances.OrderDescending(), distances);
    }

    /// <summary>Errors that grow tenfold from level to level, measured at three of them.</summary>
    private static LayerSensitivity Sensitivity(int layer, double worst) => new(
        layer,
        [.. new[] { 4, 2, 0 }.Select(level => new SensitivityPoint(level, 0.5, worst * Math.Pow(10, -level)))]);
}
