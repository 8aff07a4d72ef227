using PocketFlow.Allocation;
using PocketFlow.Allocation.Ddpg;
using PocketFlow.Search;

namespace PocketFlow.Tests.Allocation;

public sealed class DdpgSamplerTests
{
    private static readonly Budget s_budget = new(BudgetKind.AverageBits, 4);
    private static readonly double[] s_wanted = [1, 0.2, 0.8, 0, 0.5, 0.1];

    [Fact]
    public void Run_AnyActions_NeverLeavesTheRestWithoutBudget()
    {
        var problem = new SampleProblem(10, 80, 40, 20, 5, 9);
        var walk = new AllocationWalk(problem, s_budget);
        (double[][] states, double[] actions) = walk.Run((_, _) => 1);
        int[] levels = [.. actions.Select((a, i) => problem.Layers[i].LevelAt(a))];

        Assert.True(problem.Cost(BudgetKind.AverageBits, levels) <= 4);
        Assert.Equal(1, actions[0]);
        Assert.All(states, s => Assert.Equal(walk.StateSize, s.Length));
        Assert.All(states.SelectMany(s => s), s => Assert.InRange(s, -1e-9, 1));
    }

    [Fact]
    public void Ask_ManyRollOuts_LearnsWhatIsRewarded()
    {
        double[] rewards = RollOuts(seed: 1, count: 80, interrupt: false);

        Assert.True(
            rewards[^20..].Average() > rewards[..20].Average() + 0.3,
            $"first {rewards[..20].Average():F3}, last {rewards[^20..].Average():F3}");
    }

    [Fact]
    public void Ask_AfterInterruption_GoesOnAsIfThereWereNone() => Assert.Equal(
        RollOuts(seed: 2, count: 30, interrupt: false), RollOuts(seed: 2, count: 30, interrupt: true));

    [Fact]
    public void Ask_OtherSpace_IsRefused()
    {
        using var sampler = new DdpgSampler(new SampleProblem(1, 2), s_budget);
        Study study = Study.InMemory(new StudyOptions { Sampler = sampler });

        Assert.Throws<ArgumentException>(() => study.Ask(new SearchSpace { { "x", new FloatDistribution(0, 1) } }));
    }

    /// <summary>Rewards of roll-outs on layers that each have a wanted position.</summary>
    private static double[] RollOuts(long seed, int count, bool interrupt)
    {
        var problem = new SampleProblem(10, 10, 10, 10, 10, 10);
        using var storage = new MemoryStorage();
        DdpgSampler? sampler = null;
        SearchSpace space = new PerLayerParametrization(problem.Layers).Space;
        var rewards = new List<double>();
        for (int i = 0; i < count; i++)
        {
            if (sampler is null || (interrupt && i % 7 == 0))
            {
                sampler?.Dispose();
                sampler = new DdpgSampler(problem, s_budget, new DdpgOptions { RollOuts = count });
            }

            var study = Study.CreateOrOpen(storage, "s", new StudyOptions
            {
                Sampler = sampler, Directions = [StudyDirection.Maximize], Seed = seed,
            });
            Trial trial = study.Ask(space);
            rewards.Add(-trial.Parameters.Values.Zip(s_wanted, (a, b) => (a - b) * (a - b)).Sum());
            study.Tell(trial, rewards[^1]);
        }

        sampler!.Dispose();
        return [.. rewards];
    }
}
