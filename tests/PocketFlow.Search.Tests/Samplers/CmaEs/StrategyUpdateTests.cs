using System.Text.Json;
using static PocketFlow.Search.Tests.GpOracle;

namespace PocketFlow.Search.Tests;

public sealed class StrategyUpdateTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Of_FixedPoints_IsWhatTheFormulasGive()
    {
        foreach (JsonElement run in CmaEsOracle.Cases("runs"))
        {
            var state = StrategyState.Begin(run.Numbers("mean"), run.Number("sigma"));
            foreach (JsonElement generation in run.GetProperty("generations").EnumerateArray())
            {
                double[][] points = generation.Vectors("points");
                Array.Sort(generation.Numbers("values"), points);
                state = StrategyUpdate.Of(state, [.. points.Select(state.Step)]);

                AssertClose(generation.Number("sigma"), state.Sigma, Tolerance);
                AssertAllClose(generation.Numbers("mean"), state.Mean);
                AssertAllClose(generation.Numbers("stepPath"), state.StepPath);
                AssertAllClose(generation.Numbers("covariancePath"), state.CovariancePath);
                AssertAllClose(
                    [.. generation.Vectors("covariance").SelectMany(r => r)], [.. state.Covariance.Cast<double>()]);
            }
        }
    }

    [Fact]
    public void Whitened_PointOfANormalOne_HasItsLength()
    {
        JsonElement run = CmaEsOracle.Cases("runs").ElementAt(3);
        var state = StrategyState.Begin(run.Numbers("mean"), run.Number("sigma"));
        foreach (JsonElement generation in run.GetProperty("generations").EnumerateArray())
        {
            state = StrategyUpdate.Of(state, [.. generation.Vectors("points").Select(state.Step)]);
        }

        double[] normal = [0.3, -1.2, 0.1, 2, -0.7];

        double[] white = state.Whitened(state.Step(state.Point(normal)));

        AssertClose(normal.Sum(v => v * v), white.Sum(v => v * v), Tolerance);
    }

    /// <summary>Also of several hundred points, as many workers give them, and of one axis.</summary>
    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 500)]
    [InlineData(40, 15)]
    public void Parameters_AnySize_AreRates(int dimensions, int points)
    {
        var parameters = new StrategyParameters(dimensions, points);

        Assert.Equal(1, parameters.Weights.Where(w => w > 0).Sum(), 12);
        Assert.Equal(parameters.Weights.OrderDescending(), parameters.Weights);
        Assert.InRange(parameters.RankOneRate + parameters.RankMuRate, 0, 1);
        Assert.InRange(1 - parameters.RankOneRate - parameters.RankMuRate * parameters.Weights.Sum(), 0, 1.5);
        Assert.InRange(parameters.StepPathRate, 0, 1);
        Assert.InRange(parameters.CovariancePathRate, 0, 1);
    }

    private static void AssertAllClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), p => AssertClose(p.First, p.Second, Tolerance));
    }
}
