using System.Text.Json;

namespace PocketFlow.Search.Tests;

public sealed class SobolSequenceTests
{
    [Fact]
    public void Point_Unscrambled_IsSciPys()
    {
        using JsonDocument oracle = JsonDocument.Parse(File.ReadAllText(OracleFile.Path("sobol.json")));
        JsonElement root = oracle.RootElement;
        int dimensions = root.GetProperty("dimensions").GetInt32();
        int[] shown = OracleFile.Integers(root.GetProperty("shown"));
        var sequence = new SobolSequence(dimensions);

        double[][] points = [.. Enumerable.Range(0, 256).Select(i => sequence.Point(i))];

        Assert.Equal(dimensions, SobolSequence.MaximalDimensions);
        Assert.All(root.GetProperty("points").EnumerateArray().Select(OracleFile.Numbers).Zip(points),
            p => Assert.Equal(p.First, shown.Select(d => p.Second[d])));
        Assert.Equal(OracleFile.Numbers(root.GetProperty("sums")), points.Select(p => p.Sum()));
        Assert.Equal(OracleFile.Numbers(root.GetProperty("weightedSums")),
            points.Select(p => p.Select((x, d) => x * (d + 1)).Sum()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(123)]
    public void Point_Scrambled_FillsEveryCellOnce(long seed)
    {
        var sequence = new SobolSequence(40, seed);
        double[][] points = [.. Enumerable.Range(0, 256).Select(i => sequence.Point(i))];

        // A digital net: each of 256 equal intervals of a coordinate holds one point, and the first two coordinates each
        // cell of a grid of 16 by 16.
        for (int d = 0; d < 40; d++)
        {
            Assert.Equal(Enumerable.Range(0, 256), points.Select(p => (int)(p[d] * 256)).Order());
        }

        Assert.Equal(256, points.Select(p => ((int)(p[0] * 16), (int)(p[1] * 16))).Distinct().Count());
        Assert.NotEqual(points[5], new SobolSequence(40, seed + 1).Point(5));
    }

    [Fact]
    public void Point_Scrambled_IsMoreEvenThanRandom()
    {
        var random = new Random(3);
        var sequence = new SobolSequence(6, 3);

        double even = CenteredDiscrepancy([.. Enumerable.Range(0, 128).Select(i => sequence.Point(i))]);
        double uneven = CenteredDiscrepancy([.. Enumerable.Range(0, 128)
            .Select(_ => Enumerable.Range(0, 6).Select(_ => random.NextDouble()).ToArray())]);

        Assert.InRange(even, 0, uneven / 4);
    }

    [Fact]
    public void Constructor_TooManyDimensions_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SobolSequence(SobolSequence.MaximalDimensions + 1));

    /// <summary>Hickernell's centred L2 discrepancy (1998), squared.</summary>
    private static double CenteredDiscrepancy(double[][] points)
    {
        int n = points.Length, d = points[0].Length;
        double single = 0, pairs = 0;
        foreach (double[] x in points)
        {
            single += x.Aggregate(1.0, (p, v) => p * (1 + Math.Abs(v - 0.5) / 2 - (v - 0.5) * (v - 0.5) / 2));
            pairs += points.Sum(y => Enumerable.Range(0, d).Aggregate(1.0, (p, k) => p
                * (1 + Math.Abs(x[k] - 0.5) / 2 + Math.Abs(y[k] - 0.5) / 2 - Math.Abs(x[k] - y[k]) / 2)));
        }

        return Math.Pow(13.0 / 12, d) - 2.0 / n * single + pairs / n / n;
    }
}
