namespace PocketFlow.Search.Tests;

public sealed class DistributionTests
{
    [Fact]
    public void FromUnit_OfToUnit_IsTheValue()
    {
        Distribution[] all =
        [
            new FloatDistribution(-2, 3), new FloatDistribution(1e-3, 10, isLog: true), new FloatDistribution(0, 1, 0.1),
            new IntegerDistribution(-5, 20, 5), new IntegerDistribution(1, 64, isLog: true),
            new CategoricalDistribution("a", "b", "c"),
        ];
        foreach (Distribution distribution in all)
        {
            for (double unit = 0.01; unit < 1; unit += 0.03)
            {
                double value = distribution.FromUnit(unit);
                Assert.True(distribution.Contains(value));
                Assert.Equal(value, distribution.FromUnit(distribution.ToUnit(value)), 12);
            }
        }
    }

    [Fact]
    public void Float_UnevenStep_LowersTheBound()
    {
        var distribution = new FloatDistribution(0, 1, 0.3);

        Assert.Equal((0.9, 4), (distribution.High, distribution.Count));
        Assert.Equal([0, 0.3, 0.6, 0.9], Enumerable.Range(0, 4).Select(i => distribution.At(i)));
        Assert.False(distribution.Contains(0.4));
    }

    [Fact]
    public void Create_WrongBounds_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new FloatDistribution(2, 1));
        Assert.Throws<ArgumentException>(() => new FloatDistribution(0, double.NaN));
        Assert.Throws<ArgumentException>(() => new FloatDistribution(0, 1, isLog: true));
        Assert.Throws<ArgumentException>(() => new FloatDistribution(1, 2, 0.5, isLog: true));
        Assert.Throws<ArgumentException>(() => new IntegerDistribution(0, 4, isLog: true));
        Assert.Throws<ArgumentException>(() => new IntegerDistribution(0, 4, 0));
        Assert.Throws<ArgumentException>(() => new CategoricalDistribution());
        Assert.Throws<ArgumentException>(() => new CategoricalDistribution(new object()));
    }
}
