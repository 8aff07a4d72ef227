namespace PocketFlow.Search.Tests;

/// <summary>What every sampler must do; each sampler's tests derive from this.</summary>
public abstract class SamplerContract
{
    /// <summary>The sampler with few enough start-up trials that 30 trials show its own way.</summary>
    protected abstract ISampler Create();

    /// <summary>Whether it works with several objectives.</summary>
    protected virtual bool HasSeveralObjectives => true;

    public static TheoryData<string> Distributions => [.. s_distributions.Keys];

    private static readonly Dictionary<string, Distribution> s_distributions = new()
    {
        ["float"] = new FloatDistribution(-1, 1), ["negative"] = new FloatDistribution(-3, -2),
        ["log"] = new FloatDistribution(1e-7, 1, isLog: true), ["step"] = new FloatDistribution(-1, 1, 0.25),
        ["uneven step"] = new FloatDistribution(0, 1, 0.3), ["integer"] = new IntegerDistribution(-10, 10),
        ["integer step"] = new IntegerDistribution(1, 9, 4), ["integer log"] = new IntegerDistribution(1, 100, isLog: true),
        ["category"] = new CategoricalDistribution("a", "b", "c"), ["single"] = new FloatDistribution(2, 2),
        ["one category"] = new CategoricalDistribution("only"), ["narrow"] = new FloatDistribution(1, 1 + 1e-12),
    };

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Suggest_AnyDistribution_GivesOneOfItsValues(string kind)
    {
        Study study = Study.InMemory(Options(1));
        Distribution distribution = s_distributions[kind];
        for (int i = 0; i < 25; i++)
        {
            Trial trial = study.Ask();
            double value = trial.Suggest("x", distribution);
            Assert.True(distribution.Contains(value), $"trial {i}: {value}");
            study.Tell(trial, Math.Abs(value - 0.3));
        }
    }

    [Fact]
    public void Ask_WholeSpace_GivesEveryParameterOneOfItsValues()
    {
        Study study = Study.InMemory(Options(2));
        SearchSpace space = MixedSpace();
        for (int i = 0; i < 30; i++)
        {
            Trial trial = study.Ask(space);
            Assert.Equal(space.Names.Order(), trial.Parameters.Keys.Order());
            Assert.All(trial.Parameters, p => Assert.True(space[p.Key].Contains(p.Value), $"trial {i}: {p}"));
            study.Tell(trial, trial.Parameters.Values.Sum());
        }
    }

    [Fact]
    public void Ask_SameSeed_RepeatsTheStudy()
    {
        Assert.Equal(Run(Options(7), 25), Run(Options(7), 25));
        Assert.NotEqual(Run(Options(7), 25), Run(Options(8), 25));
    }

    [Fact]
    public void Ask_AfterInterruption_GoesOnAsIfThereWereNone()
    {
        using var storage = new MemoryStorage();
        var interrupted = new List<string>();
        for (int i = 0; i < 25; i++)
        {
            // Every trial has a new sampler and study, and each third one is begun by a worker that dies.
            Study study = Study.CreateOrOpen(storage, "s", Options(7));
            if (i % 3 == 0)
            {
                study.Ask(MixedSpace());
                study = Study.CreateOrOpen(storage, "s", Options(7));
                study.Requeue(TimeSpan.Zero);
            }

            interrupted.Add(Step(study));
        }

        Assert.Equal(Run(Options(7), 25), interrupted);
    }

    [Fact]
    public void Ask_ConditionalParameters_AreSampledWhereTheyExist()
    {
        Study study = Study.InMemory(Options(3));
        for (int i = 0; i < 30; i++)
        {
            Trial trial = study.Ask();
            bool isDeep = trial.SuggestCategory("kind", "deep", "flat") is "deep";
            double value = isDeep ? trial.SuggestFloat("depth", 1, 5) : trial.SuggestFloat("width", 10, 20, isLog: true);
            Assert.InRange(value, isDeep ? 1 : 10, isDeep ? 5 : 20);
            study.Tell(trial, value);
        }
    }

    [Fact]
    public void Ask_ChangingBounds_FollowsThem()
    {
        Study study = Study.InMemory(Options(4));
        for (int i = 0; i < 25; i++)
        {
            Trial trial = study.Ask();
            Assert.InRange(trial.SuggestFloat("x", 0, 1 + i), 0, 1 + i);
            study.Tell(trial, i);
        }
    }

    [Fact]
    public void Ask_FailedPrunedInfiniteTrials_DoNotDisturb()
    {
        Study study = Study.InMemory(Options(5));
        for (int i = 0; i < 30; i++)
        {
            Trial trial = study.Ask();
            double x = trial.SuggestFloat("x", 0, 1);
            Assert.InRange(x, 0, 1);
            switch (i % 5)
            {
                case 0: study.Tell(trial, double.NaN); break;
                case 1: study.Tell(trial, double.PositiveInfinity); break;
                case 2: trial.Report(1, x); study.TellPruned(trial); break;
                case 3: study.Tell(trial, double.NegativeInfinity); break;
                default: study.Tell(trial, x); break;
            }
        }
    }

    [Fact]
    public virtual void Ask_ManyRunningTrials_AreDifferent()
    {
        Study study = Study.InMemory(Options(6));
        for (int i = 0; i < 15; i++)
        {
            Step(study);
        }

        string[] running = [.. Enumerable.Range(0, 8).Select(_ => Text(study.Ask(MixedSpace())))];

        Assert.Equal(8, running.Distinct().Count());
    }

    [Fact]
    public void Ask_FiniteSpace_EvaluatesEveryPointOnce()
    {
        Study study = Study.InMemory(Options(9));
        var space = new SearchSpace
        {
            { "i", new IntegerDistribution(0, 3) }, { "c", new CategoricalDistribution("a", "b", "c") },
        };
        for (int i = 0; i < 12; i++)
        {
            Trial trial = study.Ask(space);
            Assert.Null(trial.Duplicate);
            study.Tell(trial, trial.Parameters["i"] + trial.Parameters["c"]);
        }

        Assert.NotNull(study.Ask(space).Duplicate);
    }

    [Fact]
    public void Ask_ConstrainedTrials_KeepsBounds()
    {
        Study study = Study.InMemory(Options(10));
        for (int i = 0; i < 30; i++)
        {
            Trial trial = study.Ask(MixedSpace());
            trial.SetConstraints(trial.Parameters["float"] - 0.5, i % 2 == 0 ? -1 : 0.1);
            Assert.All(trial.Parameters, p => Assert.True(MixedSpace()[p.Key].Contains(p.Value)));
            study.Tell(trial, trial.Parameters["float"]);
        }
    }

    [Fact]
    public void Ask_TwoObjectives_KeepsBounds()
    {
        if (!HasSeveralObjectives)
        {
            return;
        }

        Study study = Study.InMemory(Options(11) with
        {
            Directions = [StudyDirection.Minimize, StudyDirection.Maximize],
        });
        for (int i = 0; i < 30; i++)
        {
            Trial trial = study.Ask(MixedSpace());
            Assert.All(trial.Parameters, p => Assert.True(MixedSpace()[p.Key].Contains(p.Value)));
            double x = trial.Parameters["float"];
            study.Tell(trial, [x * x, 1 - (x - 1) * (x - 1)]);
        }

        Assert.NotEmpty(study.ParetoFront);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(0, 20)]
    [InlineData(20, 30)]
    public void Ask_OtherBoundsLater_FollowsThem(int low, int high)
    {
        Study study = Study.InMemory(Options(12));
        for (int i = 0; i < 25; i++)
        {
            (int least, int most) = i < 15 ? (0, 10) : (low, high);
            Trial trial = study.Ask();
            double real = trial.SuggestFloat("real", least, most), whole = trial.SuggestInteger("whole", least, most);
            Assert.InRange(real, least, most);
            Assert.InRange(whole, least, most);
            study.Tell(trial, real + whole);
        }
    }

    [Fact]
    public void Ask_SpaceOfSingleValues_GivesThem()
    {
        Study study = Study.InMemory(Options(13));
        var space = new SearchSpace
        {
            { "category", new CategoricalDistribution(1) }, { "integer", new IntegerDistribution(1, 1) },
            { "integer log", new IntegerDistribution(1, 1, isLog: true) }, { "float", new FloatDistribution(1, 1) },
            { "log", new FloatDistribution(1, 1, isLog: true) }, { "step", new FloatDistribution(1, 1, 1) },
        };
        for (int i = 0; i < 15; i++)
        {
            Trial trial = study.Ask(space);
            Assert.All(trial.Parameters, p => Assert.Equal(1.0, Convert.ToDouble(space[p.Key].Describe(p.Value), null)));
            study.Tell(trial, 1);
        }
    }

    [Fact]
    public void Ask_PartlyQueuedTrials_KeepWhatIsGiven()
    {
        Study study = Study.InMemory(Options(14));
        SearchSpace space = MixedSpace();
        for (int i = 0; i < 25; i++)
        {
            study.Enqueue(space, new Dictionary<string, double> { ["integer"] = i, ["category"] = i % 3 });
            Trial trial = study.Ask(space);
            Assert.Equal((i, i % 3), (trial.Parameters["integer"], trial.Parameters["category"]));
            Assert.All(trial.Parameters, p => Assert.True(space[p.Key].Contains(p.Value)));
            study.Tell(trial, trial.Parameters["float"]);
        }
    }

    [Fact]
    public void Suggest_ParameterNamedAsACategory_IsSampled()
    {
        Study study = Study.InMemory(Options(15));
        for (int i = 0; i < 20; i++)
        {
            Trial trial = study.Ask();
            string branch = (string)trial.SuggestCategory("branch", "x", "y")!;
            Assert.Contains(trial.SuggestCategory(branch, "a", "b"), new[] { "a", "b" });
            study.Tell(trial, i);
        }
    }

    protected StudyOptions Options(long seed) => new() { Sampler = Create(), Seed = seed };

    private static List<string> Run(StudyOptions options, int trials)
    {
        Study study = Study.InMemory(options);
        return [.. Enumerable.Range(0, trials).Select(_ => Step(study))];
    }

    protected static string Step(Study study)
    {
        Trial trial = study.Ask(MixedSpace());
        double value = trial.Parameters.Sum(p => Math.Sin(p.Value));
        study.Tell(trial, value);
        return Text(trial);
    }

    private static string Text(Trial trial) =>
        string.Join(' ', trial.Parameters.OrderBy(p => p.Key).Select(p => p.Value.ToString("R", null)));

    protected static SearchSpace MixedSpace() => new()
    {
        { "float", new FloatDistribution(-1, 2) }, { "log", new FloatDistribution(1e-4, 1, isLog: true) },
        { "integer", new IntegerDistribution(0, 40) }, { "category", new CategoricalDistribution("a", "b", "c") },
    };
}
