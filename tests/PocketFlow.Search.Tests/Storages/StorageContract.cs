namespace PocketFlow.Search.Tests;

/// <summary>What every storage must do; each storage's tests derive from this.</summary>
public abstract class StorageContract
{
    private static readonly FloatDistribution s_unit = new(0, 1);

    /// <summary>An empty storage whose times come from a clock.</summary>
    protected abstract IStudyStorage Create(TimeProvider clock);

    [Fact]
    public void CreateStudy_Twice_IsRefused()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        NewStudy(storage);

        StudyException e = Assert.Throws<StudyException>(() => NewStudy(storage));

        Assert.Contains("'a'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CreateOrOpen_ManyWorkersAtOnce_AllOpenTheOneStudy()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        for (int i = 1; i <= 10; i++)
        {
            Parallel.For(0, 4, _ => Study.CreateOrOpen(storage, $"s{i}", new StudyOptions()));
            Assert.Equal(i, storage.Studies().Count);
        }
    }

    [Fact]
    public void Studies_AfterDelete_HoldTheRest()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        StudyRecord study = NewStudy(storage);
        NewStudy(storage, "b");
        storage.StartTrial(study.Id, "w");

        storage.DeleteStudy(study.Id);

        Assert.Equal(["b"], storage.Studies().Select(s => s.Name));
        Assert.Null(storage.FindStudy("a"));
    }

    [Fact]
    public void SetStudyAttribute_BothKinds_AreKeptApart()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        StudyRecord study = NewStudy(storage);

        storage.SetStudyAttribute(study.Id, AttributeKind.User, "k", "1");
        storage.SetStudyAttribute(study.Id, AttributeKind.System, "k", "\"two\"");
        storage.SetStudyAttribute(study.Id, AttributeKind.User, "k", "3");

        StudyRecord found = storage.FindStudy("a")!;
        Assert.Equal("3", found.Attributes["k"]);
        Assert.Equal("\"two\"", found.SystemAttributes["k"]);
        Assert.Equal("true", found.SystemAttributes["given"]);
        Assert.Equal([StudyDirection.Minimize, StudyDirection.Maximize], found.Directions);
    }

    [Fact]
    public void Trial_FromStartToEnd_KeepsAll()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        StudyRecord study = NewStudy(storage);
        TrialRecord trial = storage.StartTrial(study.Id, "w")!;
        var claim = new TrialClaim(trial.Id, "w");

        storage.SetParameters(
            claim, new Dictionary<string, double> { ["x"] = 0.25, ["c"] = 1 },
            new Dictionary<string, Distribution> { ["x"] = s_unit, ["c"] = new CategoricalDistribution("a", 2, null, true) });
        storage.Report(claim, 3, double.PositiveInfinity);
        storage.Report(claim, 3, 0.5);
        storage.Report(claim, 4, double.NaN);
        storage.SetTrialAttribute(claim, AttributeKind.User, "u", "{\"a\": [1]}");
        storage.SetTrialAttribute(claim, AttributeKind.System, TrialRecord.ConstraintsKey, "[-1.0, 2.5]");
        storage.Finish(claim, TrialState.Completed, [double.NegativeInfinity, 1.0 / 3]);

        TrialRecord found = Assert.Single(storage.Trials(study.Id));
        Assert.Equal((trial.Id, 0, TrialState.Completed), (found.Id, found.Number, found.State));
        Assert.Equal([double.NegativeInfinity, 1.0 / 3], found.Values);
        Assert.Equal((0.25, 1.0), (found.Parameters["x"], found.Parameters["c"]));
        Assert.Equal(s_unit, found.Distributions["x"]);
        Assert.Equal(new CategoricalDistribution("a", 2, null, true), found.Distributions["c"]);
        Assert.Equal((0.5, double.NaN), (found.IntermediateValues[3], found.IntermediateValues[4]));
        Assert.Equal("{\"a\": [1]}", found.Attributes["u"]);
        Assert.Equal((2.5, false), (found.Violation, found.IsFeasible));
        Assert.True(found.Started <= found.Finished);
    }

    [Fact]
    public void Distributions_EveryKind_SurviveStorage()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        StudyRecord study = NewStudy(storage);
        var distributions = new Dictionary<string, Distribution>
        {
            ["float"] = s_unit, ["log"] = new FloatDistribution(1e-5, 1, isLog: true),
            ["step"] = new FloatDistribution(0, 1, 0.1), ["int"] = new IntegerDistribution(-3, 9, 3),
            ["intlog"] = new IntegerDistribution(1, 1000, isLog: true), ["cat"] = new CategoricalDistribution("ä\"", 1.5, 7),
        };
        var values = distributions.ToDictionary(d => d.Key, d => d.Value.FromUnit(0.7));

        storage.Enqueue(study.Id, new TrialTemplate { Parameters = values, Distributions = distributions });

        TrialRecord found = Assert.Single(storage.Trials(study.Id));
        Assert.Equal(TrialState.Waiting, found.State);
        Assert.Equal(distributions.OrderBy(d => d.Key), found.Distributions.OrderBy(d => d.Key));
        Assert.Equal(values.OrderBy(d => d.Key), found.Parameters.OrderBy(d => d.Key));
    }

    [Fact]
    public void FinishedTrial_AnyChange_IsRefused()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        StudyRecord study = NewStudy(storage);
        var claim = new TrialClaim(storage.StartTrial(study.Id, "w")!.Id, "w");
        storage.Finish(claim, TrialState.Failed, []);

        Assert.Throws<TrialLostException>(() => storage.Finish(claim, TrialState.Completed, [1, 2]));
        Assert.Throws<TrialLostException>(() => storage.Report(claim, 0, 1));
        Assert.Throws<TrialLostException>(() => storage.SetTrialAttribute(claim, AttributeKind.User, "k", "1"));
        Assert.Throws<TrialLostException>(() => storage.SetParameters(
            claim, new Dictionary<string, double> { ["x"] = 0 }, new Dictionary<string, Distribution> { ["x"] = s_unit }));
        Assert.Equal(TrialState.Failed, Assert.Single(storage.Trials(study.Id)).State);
    }

    [Fact]
    public void StartTrial_SeveralWorkers_EachTakesOneInOrder()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        StudyRecord study = NewStudy(storage);
        for (int i = 0; i < 3; i++)
        {
            storage.Enqueue(study.Id, new TrialTemplate());
        }

        int?[] taken = [.. Enumerable.Range(0, 4).Select(i => storage.StartTrial(study.Id, $"w{i}", limit: 3)?.Number)];

        Assert.Equal([0, 1, 2, null], taken);
    }

    [Fact]
    public void Requeue_SilentWorker_GivesItsTrialToAnother()
    {
        var clock = new ManualClock();
        using IStudyStorage storage = Create(clock);
        StudyRecord study = NewStudy(storage);
        TrialRecord silent = storage.StartTrial(study.Id, "dead")!;
        TrialRecord living = storage.StartTrial(study.Id, "alive")!;
        storage.SetParameters(
            new TrialClaim(silent.Id, "dead"), new Dictionary<string, double> { ["x"] = 0.5 },
            new Dictionary<string, Distribution> { ["x"] = s_unit });
        storage.Report(new TrialClaim(silent.Id, "dead"), 0, 1);
        clock.Advance(TimeSpan.FromMinutes(2));
        storage.Heartbeat(new TrialClaim(living.Id, "alive"));

        IReadOnlyList<int> requeued = storage.Requeue(study.Id, (_, silence) => silence >= TimeSpan.FromMinutes(1));
        TrialRecord taken = storage.StartTrial(study.Id, "other")!;

        Assert.Equal([0], requeued);
        Assert.Equal((silent.Id, 0.5), (taken.Id, taken.Parameters["x"]));
        Assert.Empty(taken.IntermediateValues);
        Assert.Throws<TrialLostException>(
            () => storage.Finish(new TrialClaim(silent.Id, "dead"), TrialState.Completed, [1, 2]));
        storage.Finish(new TrialClaim(silent.Id, "other"), TrialState.Completed, [3, 4]);
        Assert.Equal([3, 4], storage.Trials(study.Id)[0].Values);
    }

    [Fact]
    public void StartTrial_ManyThreads_NumbersWithoutGapsOrTwins()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        StudyRecord study = NewStudy(storage);

        Parallel.For(0, 4, worker =>
        {
            for (int i = 0; i < 25; i++)
            {
                TrialRecord trial = storage.StartTrial(study.Id, $"w{worker}")!;
                storage.Finish(new TrialClaim(trial.Id, $"w{worker}"), TrialState.Completed, [trial.Number, worker]);
            }
        });

        Assert.Equal(Enumerable.Range(0, 100), storage.Trials(study.Id).Select(t => t.Number));
        Assert.All(storage.Trials(study.Id), t => Assert.Equal(t.Number, t.Values[0]));
    }

    [Fact]
    public void StartTrial_StudyWithItsNumberOfTrials_AddsNone()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        StudyRecord study = NewStudy(storage);

        int added = 0;
        Parallel.For(0, 20, i => Interlocked.Add(ref added, storage.StartTrial(study.Id, $"w{i}", limit: 5) is null ? 0 : 1));

        Assert.Equal((5, 5), (added, storage.Trials(study.Id).Count));
    }

    [Fact]
    public void Requeue_TrialThatLostThreeWorkers_Fails()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        StudyRecord study = NewStudy(storage);
        for (int death = 0; death < IStudyStorage.MostDeaths; death++)
        {
            Assert.Equal(0, storage.StartTrial(study.Id, $"w{death}", limit: 1)!.Number);
            Assert.Equal([0], storage.Requeue(study.Id, (claim, _) => claim.Worker == $"w{death}"));
        }

        Assert.Null(storage.StartTrial(study.Id, "w", limit: 1));
        Assert.Equal(TrialState.Failed, Assert.Single(storage.Trials(study.Id)).State);
    }

    [Fact]
    public void Release_RunningTrial_WaitsWithItsParameters()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        StudyRecord study = NewStudy(storage);
        for (int i = 0; i < IStudyStorage.MostDeaths + 1; i++)
        {
            var claim = new TrialClaim(storage.StartTrial(study.Id, "w")!.Id, "w");
            storage.SetParameters(
                claim, new Dictionary<string, double> { ["x"] = 0.5 }, new Dictionary<string, Distribution> { ["x"] = s_unit });
            storage.Release(claim);
            Assert.Throws<TrialLostException>(() => storage.Heartbeat(claim));
        }

        TrialRecord found = Assert.Single(storage.Trials(study.Id));
        Assert.Equal((TrialState.Waiting, 0.5), (found.State, found.Parameters["x"]));
        Assert.Null(found.Worker);
        Assert.Null(found.Started);
    }

    [Fact]
    public void Trials_ChangedThroughAnotherWorker_ShowTheChange()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        StudyRecord study = NewStudy(storage);
        var claims = Enumerable.Range(0, 4).Select(i => new TrialClaim(storage.StartTrial(study.Id, "w")!.Id, "w")).ToList();
        IReadOnlyList<TrialRecord> before = storage.Trials(study.Id);

        storage.Finish(claims[2], TrialState.Completed, [1, 2]);
        storage.Report(claims[1], 0, 5);
        storage.Finish(claims[3], TrialState.Pruned, []);

        Assert.All(before, t => Assert.Equal(TrialState.Running, t.State));
        Assert.Equal(
            [TrialState.Running, TrialState.Running, TrialState.Completed, TrialState.Pruned],
            storage.Trials(study.Id).Select(t => t.State));
        Assert.Equal(5, storage.Trials(study.Id)[1].IntermediateValues[0]);
    }

    [Fact]
    public void StartTrial_TwoStudies_NumbersEachFromZero()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        StudyRecord[] studies = [NewStudy(storage), NewStudy(storage, "b")];

        TrialRecord[] trials = [.. Enumerable.Range(0, 6).Select(i => storage.StartTrial(studies[i % 2].Id, "w")!)];

        Assert.Equal([0, 0, 1, 1, 2, 2], trials.Select(t => t.Number));
        Assert.Equal(6, trials.Select(t => t.Id).Distinct().Count());
        Assert.All(studies, s => Assert.Equal([0, 1, 2], storage.Trials(s.Id).Select(t => t.Number)));
    }

    [Fact]
    public void AnyChange_DeletedStudy_SaysThatItIsGone()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        StudyRecord study = NewStudy(storage);
        var claim = new TrialClaim(storage.StartTrial(study.Id, "w")!.Id, "w");
        storage.DeleteStudy(study.Id);

        Assert.Throws<StudyGoneException>(() => storage.StartTrial(study.Id, "w"));
        Assert.Throws<StudyGoneException>(() => storage.Enqueue(study.Id, new TrialTemplate()));
        Assert.Throws<StudyGoneException>(() => storage.SetStudyAttribute(study.Id, AttributeKind.User, "k", "1"));
        Assert.Throws<StudyGoneException>(() => storage.Report(claim, 0, 1));
        Assert.Throws<StudyGoneException>(() => storage.Finish(claim, TrialState.Completed, [1, 2]));
        storage.DeleteStudy(study.Id);
        Assert.Empty(storage.Studies());
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(Math.PI)]
    [InlineData(double.MaxValue)]
    [InlineData(double.MinValue)]
    [InlineData(2.2250738585072014e-308)]
    [InlineData(-2.2250738585072014e-308)]
    [InlineData(double.Epsilon)]
    [InlineData(1.0 / 3)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Numbers_Extreme_SurviveStorageExactly(double number)
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        StudyRecord study = NewStudy(storage);
        var distributions = new Dictionary<string, Distribution> { ["category"] = new CategoricalDistribution(number, "other") };
        var values = new Dictionary<string, double> { ["category"] = 0 };
        if (double.IsFinite(number))
        {
            (distributions["number"], values["number"]) = (new FloatDistribution(number, number), number);
        }

        storage.Enqueue(study.Id, new TrialTemplate { Parameters = values, Distributions = distributions });
        var claim = new TrialClaim(storage.StartTrial(study.Id, "w")!.Id, "w");
        storage.SetTrialAttribute(
            claim, AttributeKind.System, TrialRecord.ConstraintsKey, ConstraintValues.Text([number, -number]));
        storage.Report(claim, 0, number);
        storage.Finish(claim, TrialState.Completed, [number, -number]);

        TrialRecord found = Assert.Single(storage.Trials(study.Id));
        Assert.Equal([number, -number], found.Values);
        Assert.Equal([number, -number], found.Constraints);
        Assert.Equal(number, found.IntermediateValues[0]);
        Assert.Equal(values.OrderBy(v => v.Key), found.Parameters.OrderBy(v => v.Key));
        Assert.Equal(distributions.OrderBy(d => d.Key), found.Distributions.OrderBy(d => d.Key));
    }

    [Fact]
    public void Attributes_AnyJson_SurviveStorage()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        StudyRecord study = NewStudy(storage);
        var claim = new TrialClaim(storage.StartTrial(study.Id, "w")!.Id, "w");
        string[] texts = ["null", "\"\"", "\"NaN, Infinity \\\"NaN\\\" äöü 漢\"", "{\"tags\": [\"a\", 1e-300]}", $"\"{new string('x', 100_000)}\""];
        foreach ((int i, string text) in texts.Index())
        {
            storage.SetTrialAttribute(claim, AttributeKind.User, $"k{i}", text);
            storage.SetStudyAttribute(study.Id, AttributeKind.User, $"k{i}", text);
        }

        Assert.Equal(texts, storage.Trials(study.Id)[0].Attributes.OrderBy(a => a.Key).Select(a => a.Value));
        Assert.Equal(texts, storage.FindStudy("a")!.Attributes.OrderBy(a => a.Key).Select(a => a.Value));
    }

    [Fact]
    public void SetParameters_OneByOne_KeepTheirOrder()
    {
        using IStudyStorage storage = Create(TimeProvider.System);
        StudyRecord study = NewStudy(storage);
        var claim = new TrialClaim(storage.StartTrial(study.Id, "w")!.Id, "w");
        foreach (string name in (string[])["z", "a", "m"])
        {
            storage.SetParameters(
                claim, new Dictionary<string, double> { [name] = 0.5 }, new Dictionary<string, Distribution> { [name] = s_unit });
        }

        Assert.Equal(["z", "a", "m"], storage.Trials(study.Id)[0].Parameters.Keys);
    }

    private static StudyRecord NewStudy(IStudyStorage storage, string name = "a") => storage.CreateStudy(
        name, [StudyDirection.Minimize, StudyDirection.Maximize], new Dictionary<string, string> { ["given"] = "true" });

    /// <summary>A clock that stands until it is moved.</summary>
    private sealed class ManualClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan time) => _now += time;
    }
}
