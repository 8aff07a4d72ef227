using System.Text.Json;
using PocketFlow.Data;
using static PocketFlow.Search.Tests.GpOracle;

namespace PocketFlow.Search.Tests;

public sealed class ParzenEstimatorTests
{
    [Fact]
    public void Log_AnyInterval_IsThatOfTheNormalDistribution()
    {
        foreach (JsonElement item in TpeOracle.Cases("intervals"))
        {
            AssertClose(item.Number("log"), NormalMass.Log(item.Number("left"), item.Number("right")));
        }
    }

    [Fact]
    public void Of_Points_HasTheMeansBandwidthsAndWeightsOfTheFormulas()
    {
        foreach (JsonElement item in TpeOracle.Cases("estimators"))
        {
            ParzenEstimator good = ParzenEstimator.Of(item.Vectors("good"), TpeOracle.Space, sharpness: 2);
            ParzenEstimator bad = ParzenEstimator.Of(item.Vectors("bad"), TpeOracle.Space);
            NumericKernels[] numbers = [.. bad.Parameters.OfType<NumericKernels>()];
            NumericKernels[] narrow = [.. good.Parameters.OfType<NumericKernels>()];

            AssertAllClose(item.Numbers("goodWeights"), good.Weights);
            AssertAllClose(item.Numbers("badWeights"), bad.Weights);
            Assert.Equal(5, numbers.Length);
            for (int i = 0; i < numbers.Length; i++)
            {
                AssertAllClose(item.Vectors("badMeans")[i], numbers[i].Means);
                AssertAllClose(item.Vectors("badBandwidths")[i], numbers[i].Deviations);
                AssertAllClose(item.Vectors("goodBandwidths")[i], narrow[i].Deviations);
            }
        }
    }

    [Fact]
    public void LogDensity_MixedSpace_IsThatOfTheFormulas()
    {
        foreach (JsonElement item in TpeOracle.Cases("estimators"))
        {
            ParzenEstimator good = ParzenEstimator.Of(item.Vectors("good"), TpeOracle.Space, sharpness: 2);
            ParzenEstimator equal = ParzenEstimator.Of(item.Vectors("good"), TpeOracle.Space, isWeighted: false, sharpness: 2);
            ParzenEstimator bad = ParzenEstimator.Of(item.Vectors("bad"), TpeOracle.Space);
            double[][] points = item.Vectors("at");
            double[] logGood = item.Numbers("logGood"), logBad = item.Numbers("logBad");
            for (int i = 0; i < points.Length; i++)
            {
                AssertClose(logGood[i], good.LogDensity(points[i]));
                AssertClose(logBad[i], bad.LogDensity(points[i]));
                AssertClose(logGood[i] - logBad[i], good.LogDensity(points[i]) - bad.LogDensity(points[i]));
                AssertClose(item.Numbers("logGoodEqual")[i], equal.LogDensity(points[i]));
            }
        }
    }

    [Fact]
    public void Of_OneObservation_HasItAndThePriorAsKernels()
    {
        ParzenEstimator estimator = ParzenEstimator.Of([[1.0]], new SearchSpace { { "x", new FloatDistribution(1, 100) } });

        var kernels = (NumericKernels)estimator.Parameters[0];
        Assert.Equal([1, 50.5], kernels.Means);
        Assert.Equal([99.0, 99], kernels.Deviations);
        Assert.Equal([0.5, 0.5], estimator.Weights);
    }

    [Fact]
    public void LogDensity_OneCategorySeen_FavorsItByOneObservation()
    {
        var space = new SearchSpace { { "c", new CategoricalDistribution("a", "b", "c") } };
        ParzenEstimator estimator = ParzenEstimator.Of([[1.0]], space);

        // Kernels [0.2, 0.6, 0.2] and [1/3, 1/3, 1/3], each with half of the weight.
        double[] expected = [4.0 / 15, 7.0 / 15, 4.0 / 15];
        AssertAllClose(expected, [.. Enumerable.Range(0, 3).Select(c => Math.Exp(estimator.LogDensity([c])))], 1e-12);
    }

    [Fact]
    public void LogDensity_FiniteSpace_SumsToOne()
    {
        var space = new SearchSpace
        {
            { "i", new IntegerDistribution(1, 30, isLog: true) }, { "s", new FloatDistribution(-1, 1, 0.25) },
            { "c", new CategoricalDistribution("a", "b") },
        };
        ParzenEstimator estimator = ParzenEstimator.Of([[3.0, 0.5, 1], [4.0, 0.5, 0], [30.0, -1, 1]], space);

        double sum = 0;
        for (int i = 0; i < 30 * 9 * 2; i++)
        {
            sum += Math.Exp(estimator.LogDensity([1 + i % 30, -1 + 0.25 * (i / 30 % 9), i / 270]));
        }

        Assert.Equal(1, sum, 1e-7);
    }

    [Fact]
    public void Draw_ManyPoints_HasTheFrequenciesOfTheDensity()
    {
        var space = new SearchSpace
        {
            { "i", new IntegerDistribution(0, 4) }, { "c", new CategoricalDistribution("a", "b") },
        };
        ParzenEstimator estimator = ParzenEstimator.Of([[0.0, 1], [3.0, 0], [3.0, 1]], space);
        var random = new SeededRandom(5);
        var counts = new Dictionary<(double, double), int>();
        const int Draws = 40_000;
        for (int i = 0; i < Draws; i++)
        {
            double[] point = estimator.Draw(ref random);
            counts[(point[0], point[1])] = counts.GetValueOrDefault((point[0], point[1])) + 1;
        }

        Assert.Equal(10, counts.Count);
        foreach (((double i, double c), int count) in counts)
        {
            // Four standard deviations.
            double expected = Math.Exp(estimator.LogDensity([i, c]));
            Assert.Equal(expected, (double)count / Draws, 4 * Math.Sqrt(expected / Draws));
        }
    }

    private static void AssertAllClose(double[] expected, double[] actual, double tolerance = 1e-9)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            AssertClose(expected[i], actual[i], tolerance);
        }
    }
}
