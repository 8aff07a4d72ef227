namespace PocketFlow.Search.Tests;

public sealed class RandomSamplerTests : SamplerContract
{
    [Fact]
    public void Sample_ManyTrials_AreUniform()
    {
        Study study = Study.InMemory(new StudyOptions { Seed = 1 });
        var space = new SearchSpace { { "x", new FloatDistribution(0, 10) }, { "i", new IntegerDistribution(1, 4) } };
        Trial[] trials = [.. Enumerable.Range(0, 2000).Select(_ => study.Ask(space))];

        int[] tenths = [.. Enumerable.Range(0, 10).Select(d => trials.Count(t => (int)t.Parameters["x"] == d))];
        int[] whole = [.. Enumerable.Range(1, 4).Select(d => trials.Count(t => t.Parameters["i"] == d))];

        // Chi-square with 9 and 3 degrees of freedom; 27.9 and 16.3 are passed once in a thousand.
        Assert.InRange(tenths.Sum(n => (n - 200.0) * (n - 200.0) / 200), 0, 27.9);
        Assert.InRange(whole.Sum(n => (n - 500.0) * (n - 500.0) / 500), 0, 16.3);
    }

    protected override ISampler Create() => new RandomSampler();
}
