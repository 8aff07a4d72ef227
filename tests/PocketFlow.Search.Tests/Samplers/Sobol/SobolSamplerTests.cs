namespace PocketFlow.Search.Tests;

public sealed class SobolSamplerTests : SamplerContract
{
    [Fact]
    public void Sample_ParallelWorkers_TakeDifferentPointsOfOneSequence()
    {
        using var storage = new MemoryStorage();
        var space = new SearchSpace { { "x", new FloatDistribution(0, 1) }, { "y", new FloatDistribution(0, 1) } };
        Study[] workers = [.. Enumerable.Range(0, 4).Select(_ => Study.CreateOrOpen(storage, "s", Options(5)))];

        Trial[] trials = [.. Enumerable.Range(0, 64).Select(i => workers[i % 4].Ask(space))];

        Assert.Equal(Enumerable.Range(0, 64), trials.Select(t => (int)(t.Parameters["x"] * 64)).Order());
        Assert.Equal(Enumerable.Range(0, 64), trials.Select(t => (int)(t.Parameters["y"] * 64)).Order());
    }

    protected override ISampler Create() => new SobolSampler();
}
