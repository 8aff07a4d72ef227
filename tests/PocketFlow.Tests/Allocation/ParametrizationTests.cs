using PocketFlow.Allocation;

namespace PocketFlow.Tests.Allocation;

public sealed class ParametrizationTests
{
    private static readonly SampleProblem s_problem = new(10, 20, 40, 80, 5, 9);
    private static readonly double[] s_heuristic = [0.1, 0.9, 0.4, 0.2, 0.7, 0.3];
    private static readonly Budget s_budget = new(BudgetKind.AverageBits, 4);

    [Theory]
    [InlineData(null, 60, "per-layer")]
    [InlineData(null, 59, "like-layers")]
    [InlineData(null, 3, "stages")]
    [InlineData("stages", 1000, "stages")]
    public void Choose_ByTrials_TakesTheFinestThatTheySufficeFor(string? name, int trials, string expected) =>
        Assert.Equal(expected, Parametrization.Choose(name, s_problem.Layers, s_heuristic, trials).Name);

    [Theory]
    [InlineData("per-layer")]
    [InlineData("like-layers")]
    [InlineData("stages")]
    public void ParametersOf_UniformAndHeuristic_GiveThemBack(string name)
    {
        Parametrization parametrization = Parametrization.Choose(name, s_problem.Layers, s_heuristic, 100);
        var projection = new BudgetProjection(s_problem, s_budget);
        foreach (double[] positions in new double[][] { [.. s_heuristic.Select(_ => 0.5)], s_heuristic })
        {
            IReadOnlyDictionary<string, double> parameters = parametrization.ParametersOf(positions);

            Assert.All(parameters, p => Assert.True(parametrization.Space[p.Key].Contains(p.Value)));
            Assert.Equal(projection.Project(positions), projection.Project(parametrization.Positions(parameters)));
        }
    }

    [Fact]
    public void Positions_OfBlocks_MoveLikeLayersAlike()
    {
        Parametrization parametrization = Parametrization.Choose("like-layers", s_problem.Layers, s_heuristic, 100);
        var parameters = new Dictionary<string, double>
        {
            ["sensitivity"] = 0, ["offset:0"] = 0.25, ["offset:1"] = -0.5,
        };

        Assert.Equal([0.75, 0, 0.75, 0, 0.75, 0], parametrization.Positions(parameters));
    }
}
