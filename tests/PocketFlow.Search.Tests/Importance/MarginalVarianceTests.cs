using PocketFlow.Data;

namespace PocketFlow.Search.Tests.Importance;

public sealed class MarginalVarianceTests
{
    private const int Axes = 3;

    /// <summary>Against sums over every cell of the grid of all places where leaves begin.</summary>
    [Fact]
    public void Of_FittedTree_IsTheVarianceOfMeansOverCells()
    {
        var random = new SeededRandom(7);
        double[][] axes = [.. Enumerable.Range(0, Axes).Select(_ => Draw(ref random, 40))];
        double[] values = [.. Enumerable.Range(0, 40).Select(r => axes[0][r] + axes[1][r] * axes[2][r])];
        RegressionTree tree = RegressionTree.Fit(axes, values, [.. Enumerable.Range(0, 40)], leafRows: 1);

        double[] variances = MarginalVariance.Of(tree, Axes);

        Assert.Equal(1, tree.Leaves.Sum(l => l.Volume()), 1e-12);
        Assert.Equal(40, tree.Leaves.Count);
        for (int axis = 0; axis < Axes; axis++)
        {
            Assert.Equal(ByCells(tree, axis), variances[axis], 1e-12);
        }
    }

    private static double ByCells(RegressionTree tree, int axis)
    {
        double[][] places = [.. Enumerable.Range(0, Axes).Select(
            a => tree.Leaves.SelectMany(l => new[] { l.Low[a], l.High[a] }).Distinct().Order().ToArray())];
        (int second, int third) = ((axis + 1) % Axes, (axis + 2) % Axes);
        (double square, double mean) = (0, 0);
        foreach ((double at, double width) in Cells(places[axis]))
        {
            double effect = 0;
            foreach ((double y, double height) in Cells(places[second]))
            {
                foreach ((double z, double depth) in Cells(places[third]))
                {
                    var point = new double[Axes];
                    (point[axis], point[second], point[third]) = (at, y, z);
                    effect += height * depth * tree.Leaves.Single(l => Holds(l, point)).Value;
                }
            }

            square += width * effect * effect;
            mean += width * effect;
        }

        return square - mean * mean;
    }

    private static IEnumerable<(double Place, double Width)> Cells(double[] places) =>
        places.Zip(places.Skip(1), (low, high) => ((low + high) / 2, high - low));

    private static bool Holds(RegressionTree.Leaf leaf, double[] point) =>
        Enumerable.Range(0, Axes).All(a => leaf.Low[a] <= point[a] && point[a] < leaf.High[a]);

    private static double[] Draw(ref SeededRandom random, int count)
    {
        var numbers = new double[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = random.NextDouble();
        }

        return numbers;
    }
}
