namespace PocketFlow.Runtimes.Tests;

public sealed class LatencyBenchmarkTests
{
    private readonly List<string> _calls = [];

    [Fact]
    public void Run_TwoSubjects_TakesTurnsAfterWarmup()
    {
        LatencyBenchmark.Run(
            [Subject("a", 1), Subject("b", 2)],
            new LatencyOptions { WarmupRuns = 5, Runs = 8, RunsPerTurn = 3 });

        Assert.Equal(["a5", "b5", "a4", "b4", "a4", "b4", "a3", "b3"], _calls);
    }

    [Fact]
    public void Run_KnownTimes_GivesQuantilesAndSpeedUp()
    {
        var results = LatencyBenchmark.Run(
            [Subject("slow", 2), Subject("fast", 1)],
            new LatencyOptions { WarmupRuns = 0, Runs = 10, RunsPerTurn = 10, Baseline = "slow" });

        // The fake's runs last 0, 1, 2 ... times its milliseconds; the first one of a turn is not counted.
        Assert.Equal(["slow", "fast"], results.Select(result => result.Name));
        Assert.Equal(10, results[0].Runs);
        Assert.Equal(11, results[0].MedianMilliseconds, 9);
        Assert.Equal(18.2, results[0].P90Milliseconds, 9);
        Assert.Equal(2, results[0].MinMilliseconds, 9);
        Assert.Equal(1, results[0].SpeedUp, 9);
        Assert.Equal(2, results[1].SpeedUp, 9);
        Assert.Equal("fake", results[1].Runtime);
    }

    [Fact]
    public void Run_BadArguments_SaysWhichNames()
    {
        Assert.Throws<ArgumentException>(() => LatencyBenchmark.Run([]));
        Assert.Throws<ArgumentException>(() => LatencyBenchmark.Run([Subject("a", 1), Subject("a", 1)]));
        var error = Assert.Throws<ArgumentException>(
            () => LatencyBenchmark.Run([Subject("a", 1)], new LatencyOptions { Baseline = "b" }));

        Assert.Contains("'b' is not one of [a]", error.Message, StringComparison.Ordinal);
        Assert.Empty(_calls);
    }

    [Fact]
    public void Run_Cancelled_Throws() =>
        Assert.Throws<OperationCanceledException>(() => LatencyBenchmark.Run(
            [Subject("a", 1)], new LatencyOptions { WarmupRuns = 0 }, new CancellationToken(true)));

    private LatencySubject Subject(string name, double milliseconds) =>
        new(name, new FakeSession(name, milliseconds, _calls));

    private sealed class FakeSession(string name, double milliseconds, List<string> calls) : IModelSession
    {
        public string RuntimeName => "fake";

        public string ModelPath => name;

        public IReadOnlyList<TensorInfo> Inputs => [];

        public IReadOnlyList<TensorInfo> Outputs => [];

        public float[][] Run(IReadOnlyList<float[]> inputs, int samples, CancellationToken cancellationToken) => [];

        public double[] TimeMilliseconds(int runs, CancellationToken cancellationToken)
        {
            calls.Add($"{name}{runs}");
            return [.. Enumerable.Range(0, runs).Select(run => run * milliseconds)];
        }

        public void Dispose()
        {
        }
    }
}
