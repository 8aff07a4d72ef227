using PocketFlow.Graphs;
using PocketFlow.Learners.UniformQuantization;
using PocketFlow.Testing;

namespace PocketFlow.Tests.Learners;

public sealed class WeightGridTests
{
    private static readonly TensorData s_weight =
        TensorData.From<float>(RandomGraphs.Normal(new Random(3), 6 * 40 * 9, 0, 1), 6, 40, 3, 3);

    [Fact]
    public void Of_EightBits_CoversTheLargestMagnitudeOfEachChannel()
    {
        Quantization grid = WeightGrid.Of(s_weight, 1, 8);

        float[] reals = s_weight.ToFloats();
        Assert.Equal((40, 1), (grid.Scale.Length, grid.Axis));
        for (int c = 0; c < 40; c++)
        {
            float largest = Enumerable.Range(0, reals.Length).Where(i => i / 9 % 40 == c).Max(i => MathF.Abs(reals[i]));
            Assert.Equal(largest / 127, grid.Scale[c]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Of_FewerBits_NoClippingHasASmallerError(int axis)
    {
        float[] reals = s_weight.ToFloats();
        for (int bits = 2; bits < 8; bits++)
        {
            Quantization grid = WeightGrid.Of(s_weight, axis, bits);
            for (int c = 0; c < grid.Scale.Length; c++)
            {
                double[] channel = [.. Channel(reals, axis, c)];
                double full = channel.Max(Math.Abs) / grid.Maximum;
                double least = Enumerable.Range(20, 81).Min(i => Error(channel, full * i / 100, grid.Maximum));

                Assert.Equal(least, Error(channel, grid.Scale[c], grid.Maximum), 1e-4 * least);
            }
        }
    }

    [Fact]
    public void Of_MoreBits_LessError()
    {
        float[] reals = s_weight.ToFloats();
        double[] errors = [.. Enumerable.Range(2, 7).Select(bits =>
        {
            Quantization grid = WeightGrid.Of(s_weight, 0, bits);
            return Enumerable.Range(0, 6).Sum(c => Error([.. Channel(reals, 0, c)], grid.Scale[c], grid.Maximum));
        })];

        Assert.All(errors.Zip(errors.Skip(1)), e => Assert.True(e.Second < 0.5 * e.First));
    }

    [Fact]
    public void Of_TwoBits_HasThreeLevels()
    {
        Quantization grid = WeightGrid.Of(TensorData.From<float>([0.9f, -1.1f, 0.1f, 1f, 0, 0, 0, 0], 2, 4), 0, 2);

        Assert.Equal([1, -1, 0, 1], new[] { 0.9f, -1.1f, 0.1f, 1f }.Select(x => grid.Quantize(x)));
        Assert.InRange(grid.Scale[0], 0.98f, 1.02f);
        Assert.Equal(0, grid.Quantize(0, 1));
        Assert.True(float.IsNormal(grid.Scale[1]));
    }

    private static IEnumerable<double> Channel(float[] reals, int axis, int channel) => Enumerable.Range(0, reals.Length)
        .Where(i => (axis == 0 ? i / 360 : i / 9 % 40) == channel).Select(i => (double)reals[i]);

    private static double Error(double[] channel, double scale, int maximum) => channel.Sum(x =>
        Math.Pow(x - scale * Math.Clamp(Math.Round(x / scale), -maximum, maximum), 2));
}
