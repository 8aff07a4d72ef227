namespace PocketFlow.Search.Tests;

public sealed class StudyTests
{
    private static readonly SearchSpace s_line = new() { { "x", new FloatDistribution(0, 1) } };

    [Fact]
    public void Enqueue_GivenValues_AreTriedFirst()
    {
        Study study = Study.InMemory(new StudyOptions());
        study.Enqueue(s_line, new Dictionary<string, double> { ["x"] = 0.125 }, "uniform");

        Trial trial = study.Ask(s_line);
        study.Tell(trial, 1);

        Assert.Equal((0, 0.125), (trial.Number, trial.Parameters["x"]));
        Assert.Equal("\"uniform\"", study.Trials[0].Attributes["note"]);
        Assert.Throws<ArgumentException>(
            () => study.Enqueue(s_line, new Dictionary<string, double> { ["x"] = 2 }));
    }

    [Fact]
    public void Best_OfMaximization_IsTheLargestFeasibleValue()
    {
        Study study = Study.InMemory(new StudyOptions { Directions = [StudyDirection.Maximize] });
        Tell(study, 1, -1);
        Tell(study, 3, 1);
        Tell(study, 2, 0);

        Assert.Equal(2, study.Best!.Number);
    }

    [Fact]
    public void ParetoFront_TwoObjectives_HoldsWhatNothingDominates()
    {
        Study study = Study.InMemory(new StudyOptions { Directions = [StudyDirection.Minimize, StudyDirection.Maximize] });
        foreach (double[] values in new double[][] { [1, 1], [2, 2], [2, 1], [0, 0], [3, 2] })
        {
            study.Tell(study.Ask(s_line), values);
        }

        Assert.Equal([0, 1, 3], study.ParetoFront.Select(t => t.Number));
    }

    public static TheoryData<Distribution> OtherKinds =>
    [
        new IntegerDistribution(0, 1), new FloatDistribution(0.1, 1, isLog: true), new CategoricalDistribution("a", "b"),
    ];

    [Theory]
    [MemberData(nameof(OtherKinds))]
    public void Ask_ParameterOfAnotherKind_IsRefusedAndNothingRuns(Distribution other)
    {
        Study study = Study.InMemory(new StudyOptions());
        study.Tell(study.Ask(s_line), 1);

        StudyException e = Assert.Throws<StudyException>(() => study.Ask(new SearchSpace { { "x", other } }));
        Trial trial = study.Ask();
        Assert.Throws<StudyException>(() => trial.Suggest("x", other));

        Assert.StartsWith($"parameter 'x': found {other}; expected real numbers from 0 to 1, as in trial 0", e.Message,
            StringComparison.Ordinal);
        Assert.Equal(1, trial.Number);
        Assert.InRange(trial.SuggestFloat("x", 0.5, 2), 0.5, 2);
    }

    [Fact]
    public void Ask_QueuedValueOutsideOfTheSpace_IsRefused()
    {
        Study study = Study.InMemory(new StudyOptions());
        study.Enqueue(s_line, new Dictionary<string, double> { ["x"] = 0.9 });

        StudyException e = Assert.Throws<StudyException>(
            () => study.Ask(new SearchSpace { { "x", new FloatDistribution(0, 0.5) } }));

        Assert.Contains("found the value 0.9 in trial 0", e.Message, StringComparison.Ordinal);
        Assert.Equal(TrialState.Waiting, Assert.Single(study.Trials).State);
    }

    [Fact]
    public void SetConstraints_NotANumber_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Study.InMemory(new StudyOptions()).Ask(s_line).SetConstraints(0, double.NaN));

    [Fact]
    public void Tell_NotANumber_FailsTheTrial()
    {
        Study study = Study.InMemory(new StudyOptions());

        study.Tell(study.Ask(s_line), double.NaN);

        Assert.Equal(TrialState.Failed, study.Trials[0].State);
        Assert.Null(study.Best);
    }

    [Fact]
    public void CreateOrOpen_OtherIdentity_IsRefused()
    {
        using var storage = new MemoryStorage();
        var options = new StudyOptions { Identity = new Dictionary<string, string> { ["model"] = "abc" }, Seed = 5 };
        Study.CreateOrOpen(storage, "s", options);

        StudyException model = Assert.Throws<StudyException>(() => Study.CreateOrOpen(
            storage, "s", options with { Identity = new Dictionary<string, string> { ["model"] = "xyz" } }));
        StudyException directions = Assert.Throws<StudyException>(() => Study.CreateOrOpen(
            storage, "s", options with { Directions = [StudyDirection.Maximize] }));

        Assert.Contains("another model: found 'abc', expected 'xyz'", model.Message, StringComparison.Ordinal);
        Assert.Contains("Maximize", directions.Message, StringComparison.Ordinal);
        Assert.Equal(5, Study.CreateOrOpen(storage, "s", options with { Seed = 6 }).Seed);
    }

    [Fact]
    public void Suggest_GivenValueOutsideTheDistribution_IsRefused()
    {
        Study study = Study.InMemory(new StudyOptions());
        study.Enqueue(s_line, new Dictionary<string, double> { ["x"] = 0.5 });

        ArgumentException e = Assert.Throws<ArgumentException>(() => study.Ask().SuggestFloat("x", 0.75, 1));

        Assert.Contains("0.5", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Suggest_BranchThatIsNotTaken_LeavesNoParameters()
    {
        Study study = Study.InMemory(new StudyOptions { Sampler = new GpSampler() });
        for (int i = 0; i < 6; i++)
        {
            Trial trial = study.Ask();
            double value = i < 3 ? trial.SuggestFloat("deep", 0, 1) : trial.SuggestFloat("flat", 0, 1);
            study.Tell(trial, value);
        }

        Assert.Equal(["deep", "deep", "deep", "flat", "flat", "flat"], study.Trials.SelectMany(t => t.Parameters.Keys));
    }

    private static void Tell(Study study, double value, double constraint)
    {
        Trial trial = study.Ask(s_line);
        trial.SetConstraints(constraint);
        study.Tell(trial, value);
    }
}
