using System.Numerics;
using PocketFlow.Data;

namespace PocketFlow.Search.Tests;

public sealed class ParetoSubsetTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Of_RandomPoints_IsTheVolumeOfTheDominatedCells(int objectives)
    {
        double[][] points = Points(9, objectives, seed: 3);
        double[] reference = [.. Enumerable.Repeat(0.9, objectives)];

        Assert.Equal(Cells(points, reference), Hypervolume.Of(points, reference), 1e-12);
        Assert.Equal(
            Cells(points, reference) - Cells(points[1..], reference),
            Hypervolume.Gain(points[0], points[1..], reference), 1e-12);
    }

    [Fact]
    public void Of_SeveralFronts_KeepsWholeOnesFirst()
    {
        double[][] points = [[5, 5], [1, 2], [6, 6], [2, 1], [3, 4], [4, 3]];

        Assert.Equal([1, 3, 4, 5], ParetoSubset.Of(points, 4).Order());
        Assert.Equal([0, 1, 3, 4, 5], ParetoSubset.Of(points, 5).Order());
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    public void Of_OneFront_ComesCloseToTheBestSubset(int objectives, int count)
    {
        // Points of a sphere's surface do not dominate each other.
        double[][] points = [.. Points(10, objectives, seed: 8).Select(p =>
            p.Select(v => 1 - v / Math.Sqrt(p.Sum(w => w * w))).ToArray())];
        double[] reference = ParetoSubset.Reference(points);

        double found = Cells([.. ParetoSubset.Of(points, count).Select(i => points[i])], reference);

        double best = Enumerable.Range(0, 1 << points.Length).Where(m => BitOperations.PopCount((uint)m) == count)
            .Max(m => Cells([.. points.Where((_, i) => (m >> i & 1) == 1)], reference));
        Assert.InRange(found, (1 - 1 / Math.E) * best, best + 1e-12);
    }

    [Fact]
    public void Of_InfiniteLosses_RanksThemLast()
    {
        double[][] points = [[double.PositiveInfinity, 0], [1, 1], [2, 0.5], [double.PositiveInfinity, double.PositiveInfinity]];

        Assert.DoesNotContain(3, ParetoSubset.Of(points, 3));
    }

    private static double[][] Points(int count, int objectives, long seed)
    {
        var random = new SeededRandom(seed);
        var points = new double[count][];
        for (int i = 0; i < count; i++)
        {
            points[i] = new double[objectives];
            for (int k = 0; k < objectives; k++)
            {
                points[i][k] = random.NextDouble();
            }
        }

        return points;
    }

    /// <summary>Sums the cells of the grid that all coordinates span, as far as a point dominates them.</summary>
    private static double Cells(double[][] points, double[] reference)
    {
        double Sum(int k, double[][] inside) => inside.Length == 0 ? 0 : k == reference.Length ? 1 : Borders(k, inside)
            .Sum(b => (b.Upper - b.Lower) * Sum(k + 1, [.. inside.Where(p => p[k] <= b.Lower)]));
        IEnumerable<(double Lower, double Upper)> Borders(int k, double[][] inside)
        {
            double[] borders = [.. inside.Select(p => p[k]).Append(reference[k]).Where(v => v <= reference[k]).Distinct().Order()];
            return borders.Zip(borders.Skip(1));
        }

        return Sum(0, points);
    }
}
