namespace PocketFlow.Search.Tests;

public sealed class NsgaTwoSamplerTests : SamplerContract
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Sample_Zdt_CoversMoreThanRandom(int function)
    {
        double evolved = Volume(new NsgaTwoSampler(new NsgaTwoOptions { PopulationSize = 20 }), function);
        double random = Volume(new RandomSampler(), function);

        // The largest volumes below (1.1, 6) are about 6.2 and 5.9.
        Assert.InRange(evolved, random + 1, 6.6);
    }

    [Fact]
    public void Sample_OneObjective_BeatsRandom()
    {
        Assert.InRange(
            BestSphere(new NsgaTwoSampler(new NsgaTwoOptions { PopulationSize = 10 })),
            0, BestSphere(new RandomSampler()) / 5);
    }

    [Fact]
    public void Sample_Constraints_FindsTheFeasibleRegion()
    {
        Study study = Study.InMemory(Options(3));
        var space = new SearchSpace { { "x", new FloatDistribution(0, 1) }, { "y", new FloatDistribution(0, 1) } };
        for (int i = 0; i < 200; i++)
        {
            Trial trial = study.Ask(space);
            trial.SetConstraints(0.95 - trial.Parameters["x"], 0.95 - trial.Parameters["y"]);
            study.Tell(trial, trial.Parameters["x"] + trial.Parameters["y"]);
        }

        Assert.InRange(study.Trials.Skip(150).Count(t => t.IsFeasible), 10, 50);
        Assert.InRange(study.Best!.Value, 1.9, 1.95);
    }

    /// <summary>Children of one parent share some of its parameters, but never all.</summary>
    [Fact]
    public override void Ask_ManyRunningTrials_AreDifferent()
    {
        Study study = Study.InMemory(Options(6));
        for (int i = 0; i < 15; i++)
        {
            Step(study);
        }

        string[] running = [.. Enumerable.Range(0, 8).Select(_ => string.Join(' ', study.Ask(MixedSpace()).Parameters))];

        Assert.Equal(8, running.Distinct().Count());
    }

    protected override ISampler Create() => new NsgaTwoSampler(new NsgaTwoOptions { PopulationSize = 6 });

    private static double Volume(ISampler sampler, int function)
    {
        Study study = Study.InMemory(new StudyOptions
        {
            Sampler = sampler, Seed = 4, Directions = [StudyDirection.Minimize, StudyDirection.Minimize],
        });
        SearchSpace space = Cube(8);
        for (int i = 0; i < 600; i++)
        {
            Trial trial = study.Ask(space);
            double first = trial.Parameters["x0"];
            double g = 1 + 9 * Enumerable.Range(1, 7).Sum(k => trial.Parameters[$"x{k}"]) / 7;
            double ratio = first / g;
            study.Tell(trial, [first, g * (1 - (function == 1 ? Math.Sqrt(ratio) : ratio * ratio))]);
        }

        return Hypervolume.Of(study.ParetoFront.Select(t => t.Values.ToArray()), [1.1, 6]);
    }

    private static double BestSphere(ISampler sampler)
    {
        Study study = Study.InMemory(new StudyOptions { Sampler = sampler, Seed = 5 });
        SearchSpace space = Cube(5);
        for (int i = 0; i < 200; i++)
        {
            Trial trial = study.Ask(space);
            study.Tell(trial, trial.Parameters.Values.Sum(v => (v - 0.3) * (v - 0.3)));
        }

        return study.Best!.Value;
    }

    private static SearchSpace Cube(int dimensions)
    {
        var space = new SearchSpace();
        for (int i = 0; i < dimensions; i++)
        {
            space.Add($"x{i}", new FloatDistribution(0, 1));
        }

        return space;
    }
}
