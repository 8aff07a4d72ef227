namespace PocketFlow.Search.Tests;

public sealed class BoundedMinimizerTests
{
    [Theory]
    [InlineData(2.0, 1.0, 1.0)]
    [InlineData(0.5, 0.5, 0.25)] // The bound holds x; y = x² then.
    public void Minimize_Rosenbrock_EndsAtTheBoundedMinimum(double upper, double x, double y)
    {
        var minimizer = new BoundedMinimizer(Rosenbrock)
        {
            Lower = [-2, -2], Upper = [upper, 2], Iterations = 500, Tolerance = 1e-8,
        };

        (double[] point, double value) = minimizer.Minimize([-1.2, 1]);

        Assert.Equal(x, point[0], 1e-4);
        Assert.Equal(y, point[1], 1e-4);
        Assert.Equal(Rosenbrock(point, new double[2]), value);
    }

    [Fact]
    public void Minimize_InfiniteStart_StaysThere()
    {
        var minimizer = new BoundedMinimizer((_, _) => double.PositiveInfinity) { Lower = [0], Upper = [1] };

        Assert.Equal([0.25], minimizer.Minimize([0.25]).Point);
    }

    private static double Rosenbrock(ReadOnlySpan<double> point, Span<double> gradient)
    {
        double x = point[0], y = point[1], valley = y - x * x;
        (gradient[0], gradient[1]) = (-400 * x * valley - 2 * (1 - x), 200 * valley);
        return 100 * valley * valley + (1 - x) * (1 - x);
    }
}
