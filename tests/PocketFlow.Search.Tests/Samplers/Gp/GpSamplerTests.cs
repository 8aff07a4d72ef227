namespace PocketFlow.Search.Tests;

public sealed class GpSamplerTests : SamplerContract
{
    [Fact]
    public void Ask_SmoothFunction_ComesCloseToItsMinimum()
    {
        Study study = Study.InMemory(Options(1));
        var space = new SearchSpace { { "x", new FloatDistribution(-5, 10) }, { "y", new FloatDistribution(0, 15) } };
        for (int i = 0; i < 40; i++)
        {
            Trial trial = study.Ask(space);
            study.Tell(trial, Branin(trial.Parameters["x"], trial.Parameters["y"]));
        }

        Assert.InRange(study.Best!.Value - 0.397887, 0, 1e-3);
    }

    [Fact]
    public void Ask_Maximization_MirrorsMinimization()
    {
        Assert.Equal(Points(StudyDirection.Minimize, 1), Points(StudyDirection.Maximize, -1));
    }

    [Fact]
    public void Ask_ConstrainedFunction_FindsTheFeasibleMinimum()
    {
        Study study = Study.InMemory(Options(2));
        var space = new SearchSpace { { "x", new FloatDistribution(0, 1) }, { "y", new FloatDistribution(0, 1) } };
        for (int i = 0; i < 40; i++)
        {
            Trial trial = study.Ask(space);
            double x = trial.Parameters["x"], y = trial.Parameters["y"];
            trial.SetConstraints(0.5 - x * y);
            study.Tell(trial, x + y);
        }

        Assert.InRange(study.Best!.Value, Math.Sqrt(2), Math.Sqrt(2) + 0.02);
    }

    [Fact]
    public void Sample_FreshSampler_ChoosesWhatOneWithMemoriesDoes()
    {
        Study study = Study.InMemory(Options(6));
        ISampler used = Create();
        SearchSpace space = MixedSpace();
        for (int i = 0; i < 40; i++)
        {
            StudyHistory history = study.History;
            var request = new SamplingRequest(history, i, space);
            IReadOnlyDictionary<string, double> values = used.Sample(request);
            Assert.Equal(Create().Sample(request), values);
            study.Enqueue(space, values);
            study.Tell(study.Ask(space), values.Values.Sum(v => Math.Abs(v - 0.3)));
        }
    }

    [Fact]
    public void Suggest_ParametersOfABranch_GoWithWhatWasGiven()
    {
        Study study = Study.InMemory(Options(4));
        var space = new SearchSpace { { "x", new FloatDistribution(0, 1) } };
        double last = 1;
        for (int i = 0; i < 30; i++)
        {
            study.Enqueue(space, new Dictionary<string, double> { ["x"] = i % 2 == 0 ? 0.3 : 0.9 });
            Trial trial = study.Ask();
            double x = trial.SuggestFloat("x", 0, 1);
            if (x < 0.5)
            {
                study.Tell(trial, x);
                continue;
            }

            double p = trial.SuggestFloat("p", 0, 1), q = trial.SuggestFloat("q", 0, 1);
            last = (p - 0.3) * (p - 0.3) + (q - p) * (q - p);
            study.Tell(trial, x + last);
        }

        Assert.InRange(last, 0, 1e-3);
    }

    [Fact]
    public void Ask_TwoObjectives_FillsTheFront()
    {
        Study study = Study.InMemory(Options(5) with { Directions = [StudyDirection.Minimize, StudyDirection.Minimize] });
        var space = new SearchSpace { { "x", new FloatDistribution(-2, 3) }, { "y", new FloatDistribution(-2, 3) } };
        for (int i = 0; i < 30; i++)
        {
            Trial trial = study.Ask(space);
            double x = trial.Parameters["x"], y = trial.Parameters["y"];
            study.Tell(trial, [x * x + y * y, (x - 1) * (x - 1) + y * y]);
        }

        // Of the area up to (1, 1), 5/6 is dominated by the front, where the roots of both losses add up to 1.
        double[][] front = [.. study.ParetoFront.Select(t => t.Values.ToArray())];
        double left = DominatedSpace.Complement(front, [1, 1]).Sum(b =>
            (b.Upper[0] - Math.Max(0, b.Lower[0])) * (b.Upper[1] - Math.Max(0, b.Lower[1])));
        Assert.InRange(left, 1.0 / 6, 1.0 / 6 + 0.15);
    }

    protected override ISampler Create() => new GpSampler(new GpOptions
    {
        StartupTrials = 8, Candidates = 128, Neighbors = 32, LocalSearches = 3,
    });

    private double[] Points(StudyDirection direction, double sign)
    {
        Study study = Study.InMemory(Options(3) with { Directions = [direction] });
        var space = new SearchSpace { { "x", new FloatDistribution(0, 1) } };
        return [.. Enumerable.Range(0, 15).Select(_ =>
        {
            Trial trial = study.Ask(space);
            study.Tell(trial, sign * Math.Sin(9 * trial.Parameters["x"]));
            return trial.Parameters["x"];
        })];
    }

    private static double Branin(double x, double y)
    {
        double b = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
        return b * b + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x) + 10;
    }
}
