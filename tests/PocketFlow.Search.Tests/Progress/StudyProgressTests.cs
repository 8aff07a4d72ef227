using System.Text.Json;

namespace PocketFlow.Search.Tests.Progress;

public sealed class StudyProgressTests
{
    private static readonly SearchSpace s_space = new()
    {
        { "x", new FloatDistribution(0, 1) }, { "kind", new CategoricalDistribution("a", "b") },
    };

    [Fact]
    public void Events_OfASearch_TellBestPaceAndOverhead()
    {
        var clock = new StepClock();
        var heard = new Listener();
        Study study = Study.InMemory(new StudyOptions { Directions = [StudyDirection.Maximize] });
        study.Tell(study.Ask(s_space), 0.5);
        var progress = new StudyProgress(study, planned: 4, heard, clock);

        progress.Start();
        foreach (double value in new[] { 0.25, 0.75 })
        {
            clock.Pass(1);
            Trial trial = study.Ask(s_space);
            progress.Begin(trial);
            trial.Report(3, value / 2);
            progress.Report(3, value / 2);
            clock.Pass(9);
            study.Tell(trial, value);
            progress.End(trial);
        }

        progress.Finish();
        Assert.Equal(
            [
                StudyEventKind.StudyStarted, StudyEventKind.TrialStarted, StudyEventKind.TrialReported,
                StudyEventKind.TrialFinished, StudyEventKind.TrialStarted, StudyEventKind.TrialReported,
                StudyEventKind.TrialFinished, StudyEventKind.StudyFinished,
            ],
            heard.Events.Select(e => e.Kind));
        Assert.Equal([1, 1, 1, 2, 2, 2, 3, 3], heard.Events.Select(e => e.Finished));
        Assert.Equal([0, 0, 0, 0, 0, 0, 2, 2], heard.Events.Select(e => e.Best!.Number));
        Assert.Equal([3, 3], heard.Events.Where(e => e.Step is not null).Select(e => e.Step!.Value));
        Assert.Equal(TimeSpan.FromSeconds(10), heard.Events[6].Remaining);
        Assert.Equal(TimeSpan.FromSeconds(2), heard.Events[6].Overhead);
        Assert.Null(heard.Events[0].Remaining);
        Assert.Equal(TrialState.Completed, heard.Events[6].Trial!.State);
    }

    [Fact]
    public void Line_OfATrial_HasItsStableNames()
    {
        var heard = new Listener();
        Study study = Study.InMemory(new StudyOptions());
        study.Enqueue(s_space, new Dictionary<string, double> { ["x"] = 0.125, ["kind"] = 1 });
        var progress = new StudyProgress(study, 1, heard, new StepClock());

        Trial trial = study.Ask(s_space);
        progress.Begin(trial);
        trial.SetConstraints(0.5);
        progress.Report(2, double.PositiveInfinity);
        study.Tell(trial, -0.25);
        progress.End(trial);

        JsonElement reported = JsonDocument.Parse(StudyEventJson.Line(heard.Events[1])).RootElement;
        JsonElement finished = JsonDocument.Parse(StudyEventJson.Line(heard.Events[2])).RootElement;
        Assert.Equal("trial-reported", reported.GetProperty("event").GetString());
        Assert.Equal((2, "Infinity"), (reported.GetProperty("step").GetInt32(), reported.GetProperty("value").GetString()));
        Assert.Equal("running", reported.GetProperty("trial").GetProperty("state").GetString());
        Assert.Equal("trial-finished", finished.GetProperty("event").GetString());
        JsonElement told = finished.GetProperty("trial");
        Assert.Equal("b", told.GetProperty("parameters").GetProperty("kind").GetString());
        Assert.Equal(0.125, told.GetProperty("parameters").GetProperty("x").GetDouble());
        Assert.Equal(-0.25, told.GetProperty("values")[0].GetDouble());
        Assert.False(told.GetProperty("feasible").GetBoolean());
        Assert.False(finished.TryGetProperty("best", out _));
        Assert.DoesNotContain('\n', StudyEventJson.Line(heard.Events[2]));
    }

    private sealed class Listener : IProgress<StudyEvent>
    {
        public List<StudyEvent> Events { get; } = [];

        public void Report(StudyEvent value) => Events.Add(value);
    }

    private sealed class StepClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_ticks);

        public void Pass(double seconds) => _ticks += TimeSpan.FromSeconds(seconds).Ticks;
    }
}
