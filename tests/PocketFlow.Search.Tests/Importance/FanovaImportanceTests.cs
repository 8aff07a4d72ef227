namespace PocketFlow.Search.Tests.Importance;

/// <summary>Against decompositions of variance that are known in closed form.</summary>
public sealed class FanovaImportanceTests
{
    [Fact]
    public void Of_LinearFunction_IsTheSquaredSlopes()
    {
        Dictionary<string, double> found = Measure(
            Reals(3), 400, x => 4 * x["x0"] + 2 * x["x1"] + 1 * x["x2"]);

        Assert.Equal(16.0 / 21, found["x0"], 0.06);
        Assert.Equal(4.0 / 21, found["x1"], 0.06);
        Assert.Equal(1.0 / 21, found["x2"], 0.03);
        Assert.Equal(1, found.Values.Sum(), 1e-12);
    }

    /// <summary>Main effects of Ishigami and Homma's function (1990), a = 7, b = 0.1: 0.3139, 0.4424 and 0 of the variance;
    /// the third parameter acts only together with the first.</summary>
    [Fact]
    public void Of_Ishigami_IsTheAnalyticMainEffects()
    {
        var space = new SearchSpace();
        foreach (string name in new[] { "a", "b", "c" })
        {
            space.Add(name, new FloatDistribution(-Math.PI, Math.PI));
        }

        Dictionary<string, double> found = Measure(space, 1000, x => Math.Sin(x["a"])
            + 7 * Math.Pow(Math.Sin(x["b"]), 2) + 0.1 * Math.Pow(x["c"], 4) * Math.Sin(x["a"]));

        Assert.Equal(0.3139 / 0.7563, found["a"], 0.07);
        Assert.Equal(0.4424 / 0.7563, found["b"], 0.07);
        Assert.InRange(found["c"], 0, 0.04);
    }

    [Fact]
    public void Of_LogarithmsStepsAndCategories_CountsThemAsSamplersSeeThem()
    {
        var space = new SearchSpace
        {
            { "rate", new FloatDistribution(1e-4, 1, isLog: true) },
            { "layers", new IntegerDistribution(1, 5) },
            { "kind", new CategoricalDistribution("a", "b", "c", "d") },
        };
        double[] byKind = [1, -1, 1, -1];

        // Variances: 1/12 · 4² of the logarithm's unit; 2 of whole numbers 1 to 5; 1 of the signs.
        Dictionary<string, double> found = Measure(space, 600, x =>
            Math.Log10(x["rate"]) + x["layers"] + byKind[(int)x["kind"]]);

        double total = 16.0 / 12 + 2 + 1;
        Assert.Equal(16.0 / 12 / total, found["rate"], 0.05);
        Assert.Equal(2 / total, found["layers"], 0.05);
        Assert.Equal(1 / total, found["kind"], 0.05);
    }

    [Theory]
    [InlineData(20, 5, 0.5)]
    [InlineData(100, 60, 0.5)]
    [InlineData(1000, 60, 0.8)]
    public void Of_FewTrialsOrManyParameters_FindsTheOneThatMatters(int trials, int parameters, double least)
    {
        Dictionary<string, double> found = Measure(Reals(parameters), trials, x => 3 * x["x1"] * x["x1"] + 0.1 * x["x0"]);

        Assert.Equal("x1", found.MaxBy(p => p.Value).Key);
        Assert.InRange(found["x1"], least, 1);
        Assert.Equal(parameters, found.Count);
    }

    [Fact]
    public void Of_ConditionalParameter_IsMeasuredOnTrialsThatHaveIt()
    {
        Study study = Study.InMemory(new StudyOptions { Seed = 4 });
        for (int i = 0; i < 400; i++)
        {
            Trial trial = study.Ask();
            string kind = (string)trial.SuggestCategory("kind", "plain", "deep")!;
            double value = kind == "deep" ? 4 * trial.SuggestFloat("depth", 0, 1) : 2;
            study.Tell(trial, value + 0.1 * trial.SuggestFloat("x", 0, 1));
        }

        IReadOnlyList<ParameterImportance> found = FanovaImportance.Of(study.History);

        Assert.Equal("depth", found[0].Name);
        Assert.InRange(found[0].Trials, 150, 250);
        Assert.InRange(found[0].Share, 0.9, 1);
        Assert.Equal(400, found.Single(i => i.Name == "kind").Trials);
    }

    [Fact]
    public void Of_SameSeed_IsTheSame_AndConstantsHaveNone()
    {
        Study study = Searched(Reals(3), 30, x => x["x0"] - x["x1"]);
        Study flat = Searched(Reals(2), 10, _ => 1);

        Assert.Equal(FanovaImportance.Of(study.History), FanovaImportance.Of(study.History));
        Assert.NotEqual(
            FanovaImportance.Of(study.History), FanovaImportance.Of(study.History, new FanovaOptions { Seed = 1 }));
        Assert.All(FanovaImportance.Of(flat.History), i => Assert.Equal(0, i.Share));
        Assert.Empty(FanovaImportance.Of(Searched(Reals(2), 3, x => x["x0"]).History));
    }

    private static SearchSpace Reals(int count)
    {
        var space = new SearchSpace();
        for (int i = 0; i < count; i++)
        {
            space.Add($"x{i}", new FloatDistribution(0, 1));
        }

        return space;
    }

    private static Dictionary<string, double> Measure(
        SearchSpace space, int trials, Func<IReadOnlyDictionary<string, double>, double> function) =>
        FanovaImportance.Of(Searched(space, trials, function).History).ToDictionary(i => i.Name, i => i.Share);

    private static Study Searched(
        SearchSpace space, int trials, Func<IReadOnlyDictionary<string, double>, double> function)
    {
        Study study = Study.InMemory(new StudyOptions { Seed = 3, IsDeterministic = false });
        for (int i = 0; i < trials; i++)
        {
            Trial trial = study.Ask(space);
            study.Tell(trial, function(trial.Parameters));
        }

        return study;
    }
}
