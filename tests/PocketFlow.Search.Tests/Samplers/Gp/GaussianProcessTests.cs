using System.Text.Json;

namespace PocketFlow.Search.Tests;

public sealed class GaussianProcessTests
{
    [Fact]
    public void Evaluate_Kernel_AgreesWithNumPy()
    {
        foreach (JsonElement process in GpOracle.Cases("processes"))
        {
            ObservedPoints points = GpOracle.Points(process);
            var actual = new double[points.Count];
            foreach ((double[] at, double[] expected) in process.Vectors("at").Zip(process.Vectors("covariances")))
            {
                MaternKernel.Evaluate(at, points, Parameters(process), actual, []);
                Assert.All(expected.Zip(actual), p => GpOracle.AssertClose(p.First, p.Second, 1e-12));
            }
        }
    }

    [Fact]
    public void Predict_MeanAndVariance_AgreeWithNumPy()
    {
        foreach (JsonElement process in GpOracle.Cases("processes"))
        {
            double[][] at = process.Vectors("at");
            double[] means = new double[at.Length], variances = new double[at.Length];

            Process(process).Predict(at, means, variances);

            Assert.All(process.Numbers("means").Zip(means), p => GpOracle.AssertClose(p.First, p.Second));
            Assert.All(process.Numbers("variances").Zip(variances), p => GpOracle.AssertClose(p.First, p.Second));
        }
    }

    [Fact]
    public void Predict_Gradient_IsThatOfDifferences()
    {
        const double step = 1e-5;
        foreach (JsonElement process in GpOracle.Cases("processes"))
        {
            GaussianProcess gp = Process(process);
            foreach (double[] at in process.Vectors("at").Skip(1))
            {
                double[] byMean = new double[3], byVariance = new double[3];
                (double mean, double variance) = gp.Predict(at, byMean, byVariance);
                double[] means = new double[5], variances = new double[5];
                gp.Predict([at, With(at, 0, step), With(at, 0, -step), With(at, 2, step), With(at, 2, -step)],
                    means, variances);

                GpOracle.AssertClose(means[0], mean, 1e-10);
                GpOracle.AssertClose(variances[0], variance, 1e-10);
                GpOracle.AssertClose((means[1] - means[2]) / (2 * step), byMean[0]);
                GpOracle.AssertClose((means[3] - means[4]) / (2 * step), byMean[2]);
                GpOracle.AssertClose((variances[1] - variances[2]) / (2 * step), byVariance[0]);
                GpOracle.AssertClose((variances[3] - variances[4]) / (2 * step), byVariance[2]);
                Assert.Equal((0, 0), (byMean[1], byVariance[1]));
            }
        }
    }

    [Fact]
    public void Evaluate_LikelihoodAndGradient_AgreeWithNumPy()
    {
        foreach (JsonElement process in GpOracle.Cases("processes"))
        {
            double[] logarithms = process.Numbers("logarithms"), gradient = new double[logarithms.Length];
            var fit = new KernelFit(GpOracle.Points(process), process.Numbers("values"));
            fit.Evaluate(new double[logarithms.Length], gradient); // Leaves nothing behind in what is used again.

            double loss = fit.Evaluate(logarithms, gradient);

            GpOracle.AssertClose(process.Number("loss"), loss);
            Assert.All(process.Numbers("gradient").Zip(gradient), p => GpOracle.AssertClose(p.First, p.Second));
        }
    }

    [Fact]
    public void With_OneMoreValue_IsTheProcessOfAll()
    {
        foreach (JsonElement process in GpOracle.Cases("processes"))
        {
            double[][] points = process.Vectors("points"), at = process.Vectors("at");
            double[] values = process.Numbers("values");
            bool[] isCategorical = GpOracle.Points(process).IsCategorical;
            GaussianProcess appended = GaussianProcess.Of(
                new ObservedPoints(points[..^2], isCategorical), values[..^2], Parameters(process))
                .With(points[^2], values[^2]).With(points[^1], values[^1]);

            double[] means = new double[at.Length], variances = new double[at.Length];
            appended.Predict(at, means, variances);

            Assert.All(process.Numbers("means").Zip(means), p => GpOracle.AssertClose(p.First, p.Second));
            Assert.All(process.Numbers("variances").Zip(variances), p => GpOracle.AssertClose(p.First, p.Second));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(131)]
    public void Cholesky_RandomMatrix_InvertsIt(int count)
    {
        var random = new Random(count);
        var root = new double[count * count];
        Array.ForEach(Enumerable.Range(0, root.Length).ToArray(), i => root[i] = random.NextDouble() - 0.5);
        double[] matrix = [.. Enumerable.Range(0, root.Length).Select(at => Enumerable.Range(0, count)
            .Sum(k => root[at / count * count + k] * root[at % count * count + k]) + (at / count == at % count ? 1 : 0))];

        var inverse = new double[matrix.Length];
        CholeskyFactor.Of((double[])matrix.Clone(), count)!.FillInverseMatrix(inverse);

        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                double sum = Enumerable.Range(0, count).Sum(
                    k => matrix[i * count + k] * inverse[Math.Max(k, j) * count + Math.Min(k, j)]);
                Assert.Equal(i == j ? 1 : 0, sum, 1e-10);
            }
        }
    }

    [Fact]
    public void Of_NegativeMatrix_IsRefused() => Assert.Null(CholeskyFactor.Of([1, 0, 2, 1], 2));

    private static KernelParameters Parameters(JsonElement process) =>
        KernelParameters.OfLogarithms(process.Numbers("logarithms"));

    private static GaussianProcess Process(JsonElement process) =>
        GaussianProcess.Of(GpOracle.Points(process), process.Numbers("values"), Parameters(process));

    private static double[] With(double[] point, int dimension, double step)
    {
        double[] moved = [.. point];
        moved[dimension] += step;
        return moved;
    }
}
