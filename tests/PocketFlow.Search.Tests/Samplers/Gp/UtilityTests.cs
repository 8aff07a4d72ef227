using System.Text.Json;

namespace PocketFlow.Search.Tests;

public sealed class UtilityTests
{
    [Fact]
    public void LogImprovement_BothBranches_AgreeWithIntegration() =>
        Assert.All(GpOracle.Cases("tails"), c => GpOracle.AssertClose(
            c.Number("logImprovement"), NormalTails.LogImprovement(c.Number("z")).Value, 1e-9));

    [Fact]
    public void LogDistribution_AllBranches_AgreesWithSciPy() =>
        Assert.All(GpOracle.Cases("tails"), c => GpOracle.AssertClose(
            c.Number("logDistribution"), NormalTails.LogDistribution(c.Number("z")).Value, 1e-9));

    [Theory]
    [InlineData(-300)]
    [InlineData(-25.1)]
    [InlineData(-24.9)]
    [InlineData(-3)]
    [InlineData(0)]
    [InlineData(6)]
    public void Slopes_OfTails_AreThoseOfDifferences(double z)
    {
        double step = 1e-5 * Math.Max(1, Math.Abs(z));
        foreach (Func<double, (double Value, double Slope)> function in new[]
        {
            NormalTails.LogImprovement, NormalTails.LogDistribution,
        })
        {
            double difference = (function(z + step).Value - function(z - step).Value) / (2 * step);
            GpOracle.AssertClose(difference, function(z).Slope);
        }
    }

    [Fact]
    public void HypervolumeImprovement_AnyObjectives_AgreesWithIntegrationOverTheGrid()
    {
        foreach (JsonElement front in GpOracle.Cases("fronts"))
        {
            HypervolumeImprovement utility = Utility(front);
            foreach (JsonElement expected in front.GetProperty("cases").EnumerateArray())
            {
                double[] means = expected.Numbers("means"), variances = expected.Numbers("variances");
                double actual = utility.Evaluate(
                    means, variances, new double[means.Length], new double[means.Length]);
                GpOracle.AssertClose(expected.Number("value"), actual);
            }
        }
    }

    [Fact]
    public void Evaluate_Gradients_AreThoseOfDifferences()
    {
        foreach (JsonElement front in GpOracle.Cases("fronts"))
        {
            double[] reference = front.Numbers("reference");
            var utilities = new List<IUtility> { Utility(front), new FeasibilityProbability(reference) };
            if (reference.Length == 1)
            {
                utilities.Add(new ExpectedImprovement(0.3));
            }

            foreach (JsonElement at in front.GetProperty("cases").EnumerateArray())
            {
                utilities.ForEach(u => AssertGradient(u, at.Numbers("means"), at.Numbers("variances")));
            }
        }
    }

    [Fact]
    public void Complement_RandomFront_HoldsEachUndominatedPointOnce()
    {
        var random = new Random(3);
        double[][] losses = [.. Enumerable.Range(0, 12).Select(_ => Draw(random))];
        double[] reference = [0.9, 0.9, 0.9];
        IReadOnlyList<Box> boxes = DominatedSpace.Complement(losses, reference);
        for (int i = 0; i < 500; i++)
        {
            double[] point = Draw(random);
            bool isFree = point.All(x => x < 0.9) && !losses.Any(l => Dominance.Dominates(l, point));
            Assert.Equal(isFree ? 1 : 0, boxes.Count(b => point.Select((x, k) => x > b.Lower[k] && x <= b.Upper[k]).All(x => x)));
        }
    }

    private static double[] Draw(Random random) => [random.NextDouble(), random.NextDouble(), random.NextDouble()];

    private static HypervolumeImprovement Utility(JsonElement front) =>
        new(DominatedSpace.Complement(front.Vectors("losses"), front.Numbers("reference")));

    private static void AssertGradient(IUtility utility, double[] means, double[] variances)
    {
        const double step = 1e-5;
        double[] byMean = new double[means.Length], byVariance = new double[means.Length];
        utility.Evaluate(means, variances, byMean, byVariance);
        for (int k = 0; k < means.Length; k++)
        {
            foreach ((double[] moments, double slope) in new[] { (means, byMean[k]), (variances, byVariance[k]) })
            {
                double original = moments[k];
                moments[k] = original + step;
                double above = utility.Evaluate(means, variances, new double[means.Length], new double[means.Length]);
                moments[k] = original - step;
                double below = utility.Evaluate(means, variances, new double[means.Length], new double[means.Length]);
                moments[k] = original;
                GpOracle.AssertClose((above - below) / (2 * step), slope);
            }
        }
    }
}
