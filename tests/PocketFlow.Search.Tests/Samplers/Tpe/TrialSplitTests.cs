using System.Text.Json;

namespace PocketFlow.Search.Tests;

public sealed class TrialSplitTests
{
    private static readonly SearchSpace s_space = new() { { "x", new FloatDistribution(0, 1000) } };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    [InlineData(100, 10)]
    [InlineData(1000, 25)]
    public void Of_OneObjective_TakesTheBestTenthUpTo25(int trials, int good)
    {
        StudyHistory history = History([.. Enumerable.Range(0, trials).Select(i => Completed(i, (i * 7919) % trials))]);

        TrialSplit split = TrialSplit.Of(history, new PointReader(s_space));

        Assert.Equal(good, split.Good.Count);
        Assert.Equal(trials - good, split.Bad.Count);
        Assert.All(split.Good, p => Assert.True((p[0] * 7919) % trials < good));
        Assert.Equal(split.Good.Select(p => p[0]).Order(), split.Good.Select(p => p[0]));
    }

    [Fact]
    public void Of_Maximization_TakesTheLargest()
    {
        StudyHistory history = History([.. Enumerable.Range(0, 20).Select(i => Completed(i, i))]) with
        {
            Directions = [StudyDirection.Maximize],
        };

        Assert.Equal([18.0, 19], TrialSplit.Of(history, new PointReader(s_space)).Good.Select(p => p[0]));
    }

    [Fact]
    public void Of_PrunedAndInfeasibleTrials_RanksThemAfterCompletedOnes()
    {
        TrialRecord[] trials =
        [
            Infeasible(0, -9, 3), Pruned(1, 5, 0.5), Infeasible(2, -9, 1), Pruned(3, 7, 0.9), Pruned(4, 7, 0.2),
            Pruned(5, 7, double.NaN), Completed(6, 100), Completed(7, double.PositiveInfinity),
        ];
        int[] order = [6, 7, 4, 3, 5, 1, 2, 0];

        // Ten more trials, worse than all others, for one more good trial.
        for (int good = 1; good <= trials.Length; good++)
        {
            TrialRecord[] running = [.. Enumerable.Range(100, 5).Select(n => Base(n, TrialState.Running))];
            StudyHistory history = History([.. trials, .. Worst(10 * good - trials.Length), .. running]);

            TrialSplit split = TrialSplit.Of(history, new PointReader(s_space));

            Assert.Equal(order[..good].Order().Select(n => (double)n), split.Good.Select(p => p[0]));
            Assert.Equal(10 * good - good + running.Length, split.Bad.Count);
        }
    }

    [Fact]
    public void Of_TrialsWithoutTheParameter_LeavesThemOut()
    {
        TrialRecord other = Completed(0, -5) with
        {
            Parameters = new Dictionary<string, double> { ["y"] = 1 },
        };
        TrialRecord beyond = Completed(2000, -5);

        TrialSplit split = TrialSplit.Of(History([other, Completed(1, 2), Completed(2, 1), beyond]), new PointReader(s_space));

        Assert.Equal(2, Assert.Single(split.Good)[0]);
        Assert.Equal(1, Assert.Single(split.Bad)[0]);
    }

    [Fact]
    public void Of_TwoObjectives_TakesWholeFrontsThenTheLargestHypervolume()
    {
        // Two of 20: the front has four points, of which the knee and the next most gainful are kept.
        double[][] front = [[0, 10], [1, 3], [3, 1], [9, 0.9]];
        TrialRecord[] trials = [.. Enumerable.Range(0, 20).Select(i => Base(i, TrialState.Completed) with
        {
            Values = i < 4 ? front[i] : [10 + i, 10 + i],
        })];
        StudyHistory history = History(trials) with { Directions = [StudyDirection.Minimize, StudyDirection.Minimize] };

        Assert.Equal([1.0, 2], TrialSplit.Of(history, new PointReader(s_space)).Good.Select(p => p[0]));
        Assert.Equal(5, TrialSplit.Of(
            history with { Trials = [.. trials, .. Enumerable.Range(20, 30).Select(i => trials[19] with { Number = i })] },
            new PointReader(s_space)).Good.Count);
    }

    /// <summary>Infeasible trials that are worse than all others.</summary>
    private static IEnumerable<TrialRecord> Worst(int count) =>
        Enumerable.Range(200, count).Select(n => Infeasible(n, 0, 1000));

    private static StudyHistory History(TrialRecord[] trials) => new([StudyDirection.Minimize], trials, 0);

    private static TrialRecord Completed(int number, double value) =>
        Base(number, TrialState.Completed) with { Values = [value] };

    private static TrialRecord Pruned(int number, int step, double value) => Base(number, TrialState.Pruned) with
    {
        IntermediateValues = new Dictionary<int, double> { [0] = -100, [step] = value },
    };

    private static TrialRecord Infeasible(int number, double value, double violation) => Completed(number, value) with
    {
        SystemAttributes = new Dictionary<string, string>
        {
            [TrialRecord.ConstraintsKey] = JsonSerializer.Serialize<double[]>([violation, -7]),
        },
    };

    private static TrialRecord Base(int number, TrialState state) => new()
    {
        Id = number, Number = number, State = state, Parameters = new Dictionary<string, double> { ["x"] = number },
        Distributions = new Dictionary<string, Distribution> { ["x"] = s_space["x"] },
    };
}
