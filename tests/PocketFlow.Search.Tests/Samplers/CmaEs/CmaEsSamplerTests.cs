namespace PocketFlow.Search.Tests;

public sealed class CmaEsSamplerTests : SamplerContract
{
    private static readonly Dictionary<string, Func<double[], double>> s_functions = new()
    {
        ["sphere"] = x => x.Sum(v => v * v),
        ["ellipsoid"] = x => x.Select((v, i) => Math.Pow(10, 4.0 * i / (x.Length - 1)) * v * v).Sum(),
        ["rosenbrock"] = x => x.Zip(x.Skip(1)).Sum(p => 100 * Math.Pow(p.Second - p.First * p.First, 2) + Math.Pow(1 - p.First, 2)),
    };

    protected override bool HasSeveralObjectives => false;

    /// <summary>Random trials reach about 1, 300 and 30.</summary>
    [Theory]
    [InlineData("sphere", 400, 1e-5)]
    [InlineData("ellipsoid", 1200, 1e-4)]
    [InlineData("rosenbrock", 1500, 1e-4)]
    public void Sample_Function_Converges(string function, int trials, double bound)
    {
        Study study = Study.InMemory(new StudyOptions { Sampler = new CmaEsSampler(), Seed = 3 });
        SearchSpace space = Cube(5, -3, 4);
        for (int i = 0; i < trials; i++)
        {
            Trial trial = study.Ask(space);
            study.Tell(trial, s_functions[function]([.. trial.Parameters.OrderBy(p => p.Key).Select(p => p.Value)]));
        }

        Assert.InRange(study.Best!.Value, 0, bound);
    }

    [Fact]
    public void Sample_IntegersAndCategories_FindsTheBestOnes()
    {
        Study study = Study.InMemory(Options(4));
        var space = new SearchSpace
        {
            { "i", new IntegerDistribution(0, 100) }, { "log", new IntegerDistribution(1, 1000, isLog: true) },
            { "step", new FloatDistribution(0, 2, 0.05) }, { "kind", new CategoricalDistribution("a", "b", "c", "d", "e") },
            { "x", new FloatDistribution(1e-4, 1, isLog: true) },
        };
        for (int i = 0; i < 300; i++)
        {
            Trial trial = study.Ask(space);
            IReadOnlyDictionary<string, double> p = trial.Parameters;
            study.Tell(trial, Math.Abs(p["i"] - 71) / 50 + Math.Abs(Math.Log(p["log"] / 30)) + Math.Abs(p["step"] - 0.4)
                + (p["kind"] == 3 ? 0 : 0.5) + Math.Abs(Math.Log10(p["x"]) + 3));
        }

        Assert.Equal(3, study.Best!.Parameters["kind"]);
        Assert.InRange(study.Best.Value, 0, 0.1);
    }

    [Fact]
    public void Sample_Constraints_FindsTheFeasibleRegion()
    {
        Study study = Study.InMemory(Options(3));
        var space = Cube(2, 0, 1);
        for (int i = 0; i < 150; i++)
        {
            Trial trial = study.Ask(space);
            trial.SetConstraints(0.9 - trial.Parameters["x0"], 0.95 - trial.Parameters["x1"]);
            study.Tell(trial, trial.Parameters["x0"] + trial.Parameters["x1"]);
        }

        Assert.InRange(study.Best!.Value, 1.85, 1.86);
    }

    [Fact]
    public void Sample_QueuedTrials_BeginsAtTheBest()
    {
        Study study = Study.InMemory(Options(5));
        SearchSpace space = Cube(6, 0, 1);
        foreach (double start in (double[])[0.5, 0.9, 0.1])
        {
            study.Enqueue(space, space.Names.ToDictionary(n => n, _ => start));
        }

        double[][] points = [.. Enumerable.Range(0, 3 + 9).Select(_ => Sphere(study, space, 0.93))];

        // The half beyond 1 is drawn again.
        Assert.InRange(points.Skip(3).Average(p => p.Average()), 0.75, 0.95);
    }

    /// <summary>A point that comes later takes part in the generation that is being filled.</summary>
    [Fact]
    public void Sample_PointQueuedLater_MovesTheStrategyThere()
    {
        double Distance(bool isHelped, int seed)
        {
            Study study = Study.InMemory(Options(seed));
            SearchSpace space = Cube(6, 0, 1);
            for (int i = 0; i < 27; i++)
            {
                if (isHelped && i == 12)
                {
                    study.Enqueue(space, space.Names.ToDictionary(n => n, _ => 0.93));
                }

                Sphere(study, space, 0.93);
            }

            return study.Trials.Skip(18).Average(t => t.Value);
        }

        double alone = Enumerable.Range(0, 10).Average(s => Distance(false, s));
        Assert.InRange(Enumerable.Range(0, 10).Average(s => Distance(true, s)), 0, 0.8 * alone);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Sample_FreshSampler_GivesWhatAWarmOneGives(int workers)
    {
        var warm = new CmaEsSampler();
        Study study = Study.InMemory(new StudyOptions { Sampler = warm, Seed = 9 });
        var running = new Queue<Trial>();
        for (int i = 0; i < 80; i++)
        {
            var request = new SamplingRequest(study.History, 1000 + i, MixedSpace());
            Assert.Equal(new CmaEsSampler().Sample(request), warm.Sample(request));

            running.Enqueue(study.Ask(MixedSpace()));
            if (running.Count >= workers)
            {
                Trial trial = running.Dequeue();
                study.Tell(trial, trial.Parameters.Values.Sum(Math.Sin));
            }
        }
    }

    /// <summary>A sampler may serve one study after another.</summary>
    [Fact]
    public void Sample_OtherStudyInBetween_ChangesNothing()
    {
        var shared = new CmaEsSampler();
        Study[] studies = [.. Enumerable.Range(0, 2).Select(i => Study.InMemory(new StudyOptions { Sampler = shared, Seed = i }))];
        Study alone = Study.InMemory(new StudyOptions { Sampler = new CmaEsSampler(), Seed = 1 });
        for (int i = 0; i < 30; i++)
        {
            Step(studies[0]);
            Assert.Equal(Step(alone), Step(studies[1]));
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(20)]
    public void Sample_ParallelWorkers_Converges(int workers)
    {
        Study study = Study.InMemory(Options(7));
        SearchSpace space = Cube(4, 0, 1);
        Trial[] running = [.. Enumerable.Range(0, workers).Select(_ => study.Ask(space))];
        for (int i = 0; i < 600; i++)
        {
            // Some are slow: theirs are results of generations that have ended.
            int worker = i * 7 % 11 % workers;
            study.Tell(running[worker], running[worker].Parameters.Values.Sum(v => (v - 0.8) * (v - 0.8)));
            running[worker] = study.Ask(space);
        }

        Assert.InRange(study.Best!.Value, 0, 1e-4);
    }

    [Fact]
    public void Sample_Converged_RestartsWithTwiceThePopulation()
    {
        Study study = Study.InMemory(Options(8));
        SearchSpace space = Cube(2, 0, 1);
        for (int i = 0; i < 400; i++)
        {
            Sphere(study, space, 0.3);
        }

        var lineage = Lineage.Of(study.History, new StrategySpace(space), new CmaEsOptions(), null);

        Assert.Equal(12, lineage.Evolution.PopulationSize);
        Assert.InRange(study.Trials.Skip(350).Max(t => t.Value), 0.01, 2);
        Assert.InRange(study.Best!.Value, 0, 1e-12);
    }

    [Fact]
    public void Ask_SeveralObjectives_IsRefused()
    {
        Study study = Study.InMemory(Options(1) with { Directions = [StudyDirection.Minimize, StudyDirection.Maximize] });

        var joint = Assert.Throws<StudyException>(() => study.Ask(MixedSpace()));
        var single = Assert.Throws<StudyException>(() => study.Ask().SuggestFloat("x", 0, 1));

        Assert.Contains("nsga-ii", joint.Message, StringComparison.Ordinal);
        Assert.Equal(joint.Message, single.Message);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CmaEsOptions { PopulationSize = 3 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CmaEsOptions { InitialSigma = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CmaEsOptions { WarmSigma = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CmaEsOptions { CategoryRate = 1.5 });
    }

    protected override ISampler Create() => new CmaEsSampler();

    private static double[] Sphere(Study study, SearchSpace space, double optimum)
    {
        Trial trial = study.Ask(space);
        study.Tell(trial, trial.Parameters.Values.Sum(v => (v - optimum) * (v - optimum)));
        return [.. trial.Parameters.Values];
    }

    private static SearchSpace Cube(int dimensions, double low, double high)
    {
        var space = new SearchSpace();
        for (int i = 0; i < dimensions; i++)
        {
            space.Add($"x{i}", new FloatDistribution(low, high));
        }

        return space;
    }
}
