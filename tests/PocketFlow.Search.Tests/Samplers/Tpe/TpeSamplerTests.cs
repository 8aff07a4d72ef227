namespace PocketFlow.Search.Tests;

public sealed class TpeSamplerTests : SamplerContract
{
    private static readonly SearchSpace s_square = new()
    {
        { "x", new FloatDistribution(-5, 5) }, { "y", new FloatDistribution(-5, 5) },
    };

    [Fact]
    public void Ask_Quadratic_ComesCloserThanRandom()
    {
        double tpe = Enumerable.Range(0, 8).Average(s => Distance(Create(), s));
        double random = Enumerable.Range(0, 8).Average(s => Distance(new RandomSampler(), s));

        Assert.True(tpe < 0.5 * random, $"TPE {tpe}, random {random}");
    }

    [Fact]
    public void Ask_Maximization_MirrorsMinimization() =>
        Assert.Equal(Points(StudyDirection.Minimize, 1), Points(StudyDirection.Maximize, -1));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ask_TwoObjectives_ComesCloseToTheFront(bool isJoint)
    {
        Study study = Study.InMemory(new StudyOptions
        {
            Sampler = new TpeSampler(new TpeOptions { StartupTrials = 5, IsJoint = isJoint }),
            Directions = [StudyDirection.Minimize, StudyDirection.Minimize],
        });
        for (int i = 0; i < 60; i++)
        {
            Trial trial = study.Ask(s_square);
            double x = trial.Parameters["x"], y = trial.Parameters["y"];
            study.Tell(trial, [x * x + y * y, (x - 2) * (x - 2) + y * y]);
        }

        // Optimal where y is 0; random points are 2.5 away.
        Assert.InRange(study.ParetoFront.Average(t => Math.Abs(t.Parameters["y"])), 0, 1);
    }

    [Fact]
    public void Ask_FiniteSpaceAlmostSeen_PrefersUnseenPointsNearGoodOnes()
    {
        Study study = Study.InMemory(Options(3));
        var space = new SearchSpace { { "i", new IntegerDistribution(0, 30) }, { "j", new IntegerDistribution(0, 30) } };
        for (int i = 0; i < 120; i++)
        {
            Trial trial = study.Ask(space);
            study.Tell(trial, Math.Abs(trial.Parameters["i"] - 20) + Math.Abs(trial.Parameters["j"] - 10));
        }

        // Of 961 points 120 without repetition, with the best of all among them.
        Assert.Equal(120, study.Trials.Select(t => (t.Parameters["i"], t.Parameters["j"])).Distinct().Count());
        Assert.Equal(0, study.Best!.Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sample_WarmCache_EqualsAFreshSampler(bool isJoint)
    {
        var options = new TpeOptions { StartupTrials = 5, IsJoint = isJoint };
        var warm = new TpeSampler(options);
        SearchSpace[] spaces = [MixedSpace(), s_square, new() { { "x", new FloatDistribution(-2, 2) } }];
        Study[] studies = [.. Enumerable.Range(0, 3).Select(s => Study.InMemory(Options(s)))];
        for (int i = 0; i < 120; i++)
        {
            // Studies and spaces take turns, and one trial of three runs on.
            (Study study, SearchSpace space) = (studies[i % 3], spaces[i / 3 % 3]);
            var request = new SamplingRequest(study.History, i, space);
            Assert.Equal(new TpeSampler(options).Sample(request).OrderBy(p => p.Key), warm.Sample(request).OrderBy(p => p.Key));
            Trial trial = study.Ask(space);
            if (i / 9 % 3 != 1)
            {
                study.Tell(trial, trial.Parameters.Sum(p => p.Value * p.Value));
            }
        }
    }

    [Fact]
    public void Ask_FewSteps_DrawsNeighborsOfTheBest()
    {
        // Kernels narrower than a cell would draw the best point over and over, which this study allows.
        Study study = Study.InMemory(Options(4) with { IsDeterministic = false });
        var space = new SearchSpace { { "i", new IntegerDistribution(0, 9) }, { "j", new IntegerDistribution(0, 9) } };
        for (int i = 0; i < 100; i++)
        {
            Trial trial = study.Ask(space);
            study.Tell(trial, Math.Abs(trial.Parameters["i"] - 6) + Math.Abs(trial.Parameters["j"] - 2));
        }

        Assert.Equal(0, study.Best!.Value);
        Assert.InRange(study.Trials.Skip(50).Select(t => (t.Parameters["i"], t.Parameters["j"])).Distinct().Count(), 5, 50);
    }

    protected override ISampler Create() => new TpeSampler(new TpeOptions { StartupTrials = 5 });

    private static double Distance(ISampler sampler, int seed)
    {
        Study study = Study.InMemory(new StudyOptions { Sampler = sampler, Seed = seed });
        for (int i = 0; i < 50; i++)
        {
            Trial trial = study.Ask(s_square);
            study.Tell(trial, Math.Pow(trial.Parameters["x"] - 1, 2) + Math.Pow(trial.Parameters["y"] + 2, 2));
        }

        return study.Best!.Value;
    }

    private double[] Points(StudyDirection direction, double sign)
    {
        Study study = Study.InMemory(Options(3) with { Directions = [direction] });
        return [.. Enumerable.Range(0, 20).Select(_ =>
        {
            Trial trial = study.Ask(s_square);
            study.Tell(trial, sign * Math.Sin(9 * trial.Parameters["x"]));
            return trial.Parameters["x"];
        })];
    }
}
