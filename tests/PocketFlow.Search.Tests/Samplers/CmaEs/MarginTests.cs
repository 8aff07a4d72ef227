using System.Text.Json;
using MathNet.Numerics.Distributions;
using static PocketFlow.Search.Tests.GpOracle;

namespace PocketFlow.Search.Tests;

public sealed class MarginTests
{
    [Fact]
    public void Correct_EqualCells_IsWhatTheFormulasGive()
    {
        foreach (JsonElement item in CmaEsOracle.Cases("margins"))
        {
            double deviation = item.Number("deviation");
            var axis = new IntegerDistribution(0, (long)item.Number("cells") - 1);

            StrategyState state = Margin.Correct(
                StrategyState.Begin([item.Number("mean")], deviation), [axis], item.Number("chance"));

            AssertClose(item.Numbers("corrected")[0], state.Mean[0], 1e-9);
            AssertClose(item.Numbers("corrected")[1], state.Deviation(0), 1e-9);
        }
    }

    /// <summary>Also where cells are of different sizes.</summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(0.4)]
    [InlineData(0.99)]
    public void Correct_TinyDeviation_KeepsOtherValuesPossible(double mean)
    {
        var axis = new IntegerDistribution(1, 20, isLog: true);

        StrategyState state = Margin.Correct(StrategyState.Begin([mean, mean], 1e-9), [axis, new FloatDistribution(0, 1)], 0.1);
        (double? low, double? high) = Cells.Around(axis, state.Mean[0]);
        double below = low is { } l ? Normal.CDF(state.Mean[0], state.Deviation(0), l) : 0;
        double above = high is { } h ? 1 - Normal.CDF(state.Mean[0], state.Deviation(0), h) : 0;

        Assert.InRange(below + above, 0.08, 0.12);
        Assert.Equal((mean, 1e-9), (state.Mean[1], state.Deviation(1)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Around_EveryValue_CellsMeet(bool isLog)
    {
        var axis = new IntegerDistribution(1, 30, isLog: isLog);
        (double? Low, double? High)[] cells = [.. Enumerable.Range(1, 30).Select(v => Cells.Around(axis, axis.ToUnit(v)))];

        Assert.Null(cells[0].Low);
        Assert.Null(cells[^1].High);
        Assert.All(cells.Zip(cells.Skip(1)), p => Assert.Equal(p.First.High!.Value, p.Second.Low!.Value, 12));
        Assert.All(cells.Skip(1), c => Assert.NotEqual(
            axis.FromUnit(c.Low!.Value - 1e-9), axis.FromUnit(c.Low!.Value + 1e-9)));
    }
}
