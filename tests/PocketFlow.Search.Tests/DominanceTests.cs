namespace PocketFlow.Search.Tests;

public sealed class DominanceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Ranks_RandomPoints_ArePeeledFronts(int objectives)
    {
        var random = new Random(objectives);
        List<double[]> points = [.. Enumerable.Range(0, 60).Select(_ => Point(random, objectives, 6))];

        int[] ranks = NonDominatedSort.Ranks(points);

        // Peels one front after the other off, by the definition alone.
        var left = Enumerable.Range(0, 60).ToList();
        for (int rank = 0; left.Count > 0; rank++)
        {
            int[] front = [.. left.Where(i => !left.Any(j => IsBetter(points[j], points[i])))];
            Assert.All(front, i => Assert.Equal(rank, ranks[i]));
            left.RemoveAll(front.Contains);
        }
    }

    [Fact]
    public void CrowdingDistances_OfAFront_AreSharesBetweenNeighbours()
    {
        double[] distances = NonDominatedSort.CrowdingDistances([[0, 8], [1, 4], [3, 3], [4, 0]]);

        Assert.Equal([double.PositiveInfinity, 3 / 4.0 + 5 / 8.0, 3 / 4.0 + 4 / 8.0, double.PositiveInfinity], distances);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Hypervolume_PointsOnAGrid_CountsDominatedCells(int objectives)
    {
        var random = new Random(objectives);
        for (int repeat = 0; repeat < 20; repeat++)
        {
            List<double[]> points = [.. Enumerable.Range(0, 8).Select(_ => Point(random, objectives, 7))];
            double[] reference = [.. Enumerable.Repeat(6.0, objectives)];

            // Corners are whole numbers, so each unit cell is dominated as a whole or not at all.
            int cells = Enumerable.Range(0, (int)Math.Pow(6, objectives)).Count(c => points.Any(
                p => Enumerable.Range(0, objectives).All(k => p[k] <= c / (int)Math.Pow(6, k) % 6)));

            Assert.Equal(cells, Hypervolume.Of(points, reference), 1e-9);
        }
    }

    private static double[] Point(Random random, int objectives, int values) =>
        [.. Enumerable.Range(0, objectives).Select(_ => (double)random.Next(values))];

    private static bool IsBetter(double[] one, double[] other) =>
        one.Zip(other).All(p => p.First <= p.Second) && one.Zip(other).Any(p => p.First < p.Second);
}
