namespace PocketFlow.Search.Tests;

public sealed class ValueWarpTests
{
    [Fact]
    public void Of_Values_IsMonotoneWithItsSlopes()
    {
        double[] values = [3, 1, 8, 2, 100];
        ValueWarp[] warps = [.. ValueWarp.Offsets.Select(o => ValueWarp.Of(o, values))];

        Assert.Equal(ValueWarp.None, warps[0]);
        Assert.All(warps, warp => Assert.All(values, v =>
        {
            double slope = (warp.Apply(v + 1e-6) - warp.Apply(v - 1e-6)) / 2e-6;
            Assert.Equal(Math.Exp(warp.LogSlope(v)), slope, 1e-6 * slope);
        }));
    }

    [Fact]
    public void Of_EqualValues_IsTheIdentity() => Assert.Equal(ValueWarp.None, ValueWarp.Of(0.1, [4, 4, 4]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fit_ExponentialOfAProcess_TakesItsLogarithm(bool isExponential)
    {
        double[][] points = [.. Enumerable.Range(0, 40).Select(i => new[] { i / 40.0 })];
        double[] values = [.. points.Select(p => Math.Sin(7 * p[0]) + 0.3 * Math.Cos(19 * p[0]))];
        double[] given = isExponential ? [.. values.Select(v => Math.Exp(4 * v))] : values;

        IReadOnlyList<double> fitted = new SurrogateFit(new GpOptions(), new AnchorMemory())
            .Of(new(points, given, [false], Warps: true)).Process.Values;

        double skew = fitted.Average(v => v * v * v);
        Assert.InRange(skew, -0.7, 0.7);
        Assert.Equal(!isExponential, Math.Abs(fitted[0] - fitted[10] - (given[0] - given[10]) / Deviation(given)) < 1e-9);
    }

    private static double Deviation(double[] values) =>
        Math.Sqrt(values.Average(v => (v - values.Average()) * (v - values.Average())));
}
