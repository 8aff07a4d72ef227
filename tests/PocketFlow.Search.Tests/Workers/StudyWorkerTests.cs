using System.Diagnostics;

namespace PocketFlow.Search.Tests;

public sealed class StudyWorkerTests
{
    private static readonly SearchSpace s_line = new() { { "x", new FloatDistribution(0, 1) } };
    private static readonly WorkerOptions s_quick = new() { PollInterval = TimeSpan.FromMilliseconds(5) };

    [Fact]
    public void Run_SeveralWorkers_MakeExactlyTheTrialsAskedFor()
    {
        using var storage = new MemoryStorage();

        Parallel.For(0, 4, _ => new StudyWorker(Open(storage), s_quick).Run(
            s_line, (t, _) => TrialResult.Completed(t.Parameters["x"]), 30));

        Assert.Equal(30, Open(storage).Trials.Count);
        Assert.All(Open(storage).Trials, t => Assert.Equal(t.Parameters["x"], t.Value));
    }

    [Fact]
    public void Run_ObjectiveThatFails_FailsTheTrialWithItsMessage()
    {
        using var storage = new MemoryStorage();

        new StudyWorker(Open(storage), s_quick).Run(s_line, (t, _) => t.Number switch
        {
            0 => throw new InvalidOperationException("no \"luck\""),
            1 => TrialResult.Pruned,
            _ => TrialResult.Completed(1),
        }, 3);

        IReadOnlyList<TrialRecord> trials = Open(storage).Trials;
        Assert.Equal([TrialState.Failed, TrialState.Pruned, TrialState.Completed], trials.Select(t => t.State));
        Assert.Equal("no \"luck\"", System.Text.Json.JsonSerializer.Deserialize<string>(trials[0].Attributes["failure"]));
    }

    [Fact]
    public void Run_ExceptionThatEndsWorkers_SurfacesAndKeepsTheTrial()
    {
        using var storage = new MemoryStorage();
        WorkerOptions options = s_quick with { EndsWorker = e => e is FileNotFoundException };

        Assert.Throws<FileNotFoundException>(() => new StudyWorker(Open(storage), options).Run(
            s_line, (_, _) => throw new FileNotFoundException(), 3));
        Assert.Throws<StudyException>(() => new StudyWorker(Open(storage)).Run(
            s_line, (_, _) => throw new StudyException("unreachable"), 3));

        Assert.Equal(TrialState.Waiting, Assert.Single(Open(storage).Trials).State);
    }

    [Fact]
    public void Run_Interrupted_GoesOnAsIfItHadNotBeen()
    {
        using MemoryStorage storage = new(), whole = new();
        new StudyWorker(Open(whole)).Run(s_line, Evaluate, 6);

        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => new StudyWorker(Open(storage)).Run(s_line, (t, cancellation) =>
        {
            if (t.Number == 3)
            {
                stop.Cancel();
                cancellation.ThrowIfCancellationRequested();
            }

            return Evaluate(t, cancellation);
        }, 6, stop.Token));
        new StudyWorker(Open(storage)).Run(s_line, Evaluate, 6);

        Assert.Equal(Open(whole).Trials.Select(t => (t.Number, t.Value)), Open(storage).Trials.Select(t => (t.Number, t.Value)));
    }

    [Fact]
    public void Run_TrialGivenToAnother_IsLeftToIt()
    {
        using var storage = new MemoryStorage();
        var options = new WorkerOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(5) };
        int evaluations = 0;

        new StudyWorker(Open(storage), options).Run(s_line, (t, lost) =>
        {
            if (Interlocked.Increment(ref evaluations) == 1)
            {
                Open(storage).Requeue(TimeSpan.Zero);
                Assert.True(lost.WaitHandle.WaitOne(TimeSpan.FromSeconds(20)));
                lost.ThrowIfCancellationRequested();
            }

            return TrialResult.Completed(evaluations);
        }, 2);

        Assert.Equal([2, 3], Open(storage).Trials.Select(t => (int)t.Value));
    }

    [Fact]
    public void Run_TrialLostWhileItsValuesAreChosen_IsLeftToAnother()
    {
        using var storage = new MemoryStorage();
        var study = Study.CreateOrOpen(storage, "s", new StudyOptions { Sampler = new SlowSampler(() => Open(storage)) });

        new StudyWorker(study, s_quick).Run(s_line, Evaluate, 3);

        Assert.All(study.Trials, t => Assert.Equal(TrialState.Completed, t.State));
        Assert.Equal(3, study.Trials.Count);
    }

    [Fact]
    public void Run_PointSeenBefore_IsNotEvaluatedAgain()
    {
        using var storage = new MemoryStorage();
        int evaluations = 0;

        new StudyWorker(Open(storage)).Run(
            new SearchSpace { { "i", new IntegerDistribution(0, 1) } }, (t, _) =>
            {
                evaluations++;
                t.SetAttribute("bytes", "7");
                t.SetConstraints(-1, 0.5);
                return TrialResult.Completed(t.Parameters["i"]);
            }, 5);

        TrialRecord last = Open(storage).Trials[4];
        Assert.Equal((2, 5), (evaluations, Open(storage).Trials.Count));
        Assert.Equal(("7", 0.5, last.Parameters["i"]), (last.Attributes["bytes"], last.Violation, last.Value));
    }

    [Fact]
    public void HasEnded_OwnOtherAndEndedProcess_AreToldApart()
    {
        string name = WorkerName.New();
        using Process other = Process.Start("sleep", "60");
        string[] parts = name.Split('/');
        string ofOther = $"{parts[0]}/{other.Id}-1/x";
        other.Kill();
        other.WaitForExit();

        Assert.False(WorkerName.HasEnded(name));
        Assert.True(WorkerName.HasEnded(ofOther));
        Assert.True(WorkerName.HasEnded($"{parts[0]}/{Environment.ProcessId}-1/x"));
        Assert.False(WorkerName.HasEnded("elsewhere/1-1/x"));
        Assert.False(WorkerName.HasEnded(""));
    }

    /// <summary>Is so slow with its first value that its worker is taken for dead.</summary>
    private sealed class SlowSampler(Func<Study> open) : ISampler
    {
        private bool _wasSlow;

        public string Name => "random";

        public IReadOnlyDictionary<string, double> Sample(SamplingRequest request)
        {
            if (!_wasSlow)
            {
                _wasSlow = true;
                open().Requeue(TimeSpan.Zero);
            }

            return new RandomSampler().Sample(request);
        }
    }

    private static TrialResult Evaluate(Trial trial, CancellationToken cancellation) =>
        TrialResult.Completed(trial.Parameters["x"]);

    private static Study Open(MemoryStorage storage) => Study.CreateOrOpen(storage, "s", new StudyOptions { Seed = 3 });
}
