using PocketFlow.Allocation;
using PocketFlow.Search;

namespace PocketFlow.Tests.Allocation;

public sealed class FreshCandidateSamplerTests
{
    private static readonly Budget s_budget = new(BudgetKind.AverageBits, 4);

    [Fact]
    public void Ask_StubbornSampler_GetsNewCandidatesNearItsWish()
    {
        CandidateSpace candidates = Candidates(new SampleProblem(10, 20, 40, 80, 5, 9));

        int[][] levels = [.. Trials(candidates, 30, interrupt: false).Select(candidates.Levels)];

        Assert.Equal(30, levels.Select(l => string.Join(' ', l)).Distinct().Count());
        double[] moves = [.. levels.Select(l => (double)l.Zip(levels[0]).Sum(p => Math.Abs(p.First - p.Second)))];
        Assert.True(moves[..10].Average() < moves[20..].Average(), string.Join(' ', moves));
    }

    [Fact]
    public void Ask_AllCandidatesTaken_LetsTheWishPass()
    {
        // One layer that must stay within the budget has one best level.
        CandidateSpace candidates = Candidates(new SampleProblem(10));

        Assert.All(Trials(candidates, 3, interrupt: false), p => Assert.Equal(0.5, p.Values.Single()));
    }

    [Fact]
    public void Ask_AfterInterruption_GoesOnAsIfThereWereNone()
    {
        CandidateSpace candidates = Candidates(new SampleProblem(10, 20, 40, 80));

        Assert.Equal(Trials(candidates, 12, interrupt: false), Trials(candidates, 12, interrupt: true));
    }

    private static CandidateSpace Candidates(SampleProblem problem) =>
        new(problem, new PerLayerParametrization(problem.Layers), s_budget, BudgetKind.AverageBits);

    private static List<IReadOnlyDictionary<string, double>> Trials(CandidateSpace candidates, int count, bool interrupt)
    {
        using var storage = new MemoryStorage();
        var all = new List<IReadOnlyDictionary<string, double>>();
        FreshCandidateSampler? sampler = null;
        for (int i = 0; i < count; i++)
        {
            sampler = interrupt ? null : sampler;
            sampler ??= new FreshCandidateSampler(new StubbornSampler()) { Candidates = candidates };
            var study = Study.CreateOrOpen(storage, "s", new StudyOptions { Sampler = sampler, IsDeterministic = false });
            Trial trial = study.Ask(candidates.Space);
            study.Tell(trial, 0);
            all.Add(trial.Parameters);
        }

        return all;
    }

    private sealed class StubbornSampler : ISampler
    {
        public string Name => "stubborn";

        public IReadOnlyDictionary<string, double> Sample(SamplingRequest request) =>
            request.Space.Names.ToDictionary(n => n, _ => 0.5);
    }
}
