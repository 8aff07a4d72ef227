using System.Text.Json;
using PocketFlow.Learners;
using PocketFlow.Learners.ChannelPruning;
using PocketFlow.Learners.UniformQuantization;
using PocketFlow.Recipes;
using PocketFlow.Reports;
using PocketFlow.Search;

namespace PocketFlow.Tests.Allocation;

public sealed class AllocationSearchTests : IDisposable
{
    private readonly TinyWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Theory]
    [InlineData("random")]
    [InlineData("ddpg")]
    [InlineData("ddpg-amc")]
    public void Run_SearchedPruning_MeetsTheTargetAndIsNoWorseThanItsStarts(string sampler)
    {
        var events = new List<StudyEvent>();

        CompressionReport report = Compression.Run(
            _workshop.ModelPath, Pruning(sampler), _workshop.In("out"), events: new Listener(events));

        Assert.True(report.IsTargetMet);
        StudyEvent last = events[^1];
        Assert.Equal((StudyEventKind.StudyFinished, 8), (last.Kind, last.Finished));
        double[] values = [.. events.Where(e => e.Kind == StudyEventKind.TrialFinished).Select(e => e.Trial!.Value)];
        Assert.Equal(8, values.Length);
        Assert.True(last.Best!.Value >= values[..3].Max());
        Assert.Contains(report.Stages[1].Summary, s => s.StartsWith($"search: {sampler}, 8 trials", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_SearchedBits_MeetsTheAverage()
    {
        Recipe recipe = Pruning("random") with
        {
            Learners = [new LearnerStep(new UniformQuantizationOptions { CalibrationImages = 64 })],
        };

        CompressionReport report = Compression.Run(
            _workshop.ModelPath, recipe with { Search = recipe.Search with { AverageBits = 4 } }, _workshop.In("out"));

        Assert.Contains(report.Stages[1].Summary, s => s.StartsWith("search: random", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_AgainWithMoreTrials_GoesOnWithTheStudy()
    {
        Recipe recipe = Pruning("random") with { Search = Pruning("random").Search with { Trials = 5 } };
        Compression.Run(_workshop.ModelPath, recipe, _workshop.In("out"));
        var events = new List<StudyEvent>();

        Compression.Run(
            _workshop.ModelPath, recipe with { Search = recipe.Search with { Trials = 9 } }, _workshop.In("out"),
            events: new Listener(events));

        Assert.Equal((5, 9), (events[0].Finished, events[^1].Finished));
    }

    [Fact]
    public void Run_SearchedActivations_GiveThemBitsToo()
    {
        Recipe recipe = Pruning("tpe") with
        {
            Learners = [new LearnerStep(new UniformQuantizationOptions { CalibrationImages = 64 })],
        };

        CompressionReport report = Compression.Run(
            _workshop.ModelPath, recipe with { Search = recipe.Search with { AverageBits = 4, Activations = true } },
            _workshop.In("out"));

        Assert.Contains(
            report.Stages[1].Summary, s => s.StartsWith("search: activation of ", StringComparison.Ordinal));
        Assert.Contains(
            report.Model!.Graph.Nodes.SelectMany(n => n.Outputs), v => v.Quantization is { Axis: null, Bits: < 8 });
    }

    [RuntimesFact]
    public void Run_SearchedLatency_IsMeasuredAndGoesOn()
    {
        Recipe recipe = Latency(50);
        Compression.Run(_workshop.ModelPath, recipe, _workshop.In("out"));
        var events = new List<StudyEvent>();

        Compression.Run(
            _workshop.ModelPath, recipe with { Search = recipe.Search with { Trials = 6 } }, _workshop.In("out"),
            events: new Listener(events));

        Assert.Equal((4, 6), (events[0].Finished, events[^1].Finished));
        Assert.All(
            events.Where(e => e.Kind == StudyEventKind.TrialFinished),
            e => Assert.True(e.Trial!.IsFeasible && e.Trial.Constraints.Single() < 0));
    }

    [RuntimesFact]
    public void Run_LatencyThatNoFileReaches_SaysWhatCanBeReached()
    {
        BudgetInfeasibleException e = Assert.Throws<BudgetInfeasibleException>(
            () => Compression.Run(_workshop.ModelPath, Latency(1e-6), _workshop.In("out")));

        Assert.True(e.Reachable > 1e-6);
    }

    [Fact]
    public void Run_InfeasibleTarget_SaysWhatCanBeReached()
    {
        Recipe recipe = Pruning("random");
        recipe = recipe with
        {
            Learners = [new LearnerStep(new ChannelPruningOptions { Epochs = 0 })],
            Search = recipe.Search with { Parameters = 10 },
        };

        BudgetInfeasibleException e = Assert.Throws<BudgetInfeasibleException>(
            () => Compression.Run(_workshop.ModelPath, recipe, _workshop.In("out")));

        Assert.True(e.Reachable > 10);
        Assert.Contains("parameters can't be reached", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_UselessSearches_AreNamed()
    {
        Recipe pruning = Pruning("random");

        Assert.Contains(
            (pruning with { Search = pruning.Search with { AverageBits = 4 } }).Validate(),
            p => p.Problem.Contains("uniform-quantization", StringComparison.Ordinal));
        Assert.Contains(
            (pruning with { Search = pruning.Search with { Sampler = "gradient" } }).Validate(),
            p => p.Problem.Contains("expected one of", StringComparison.Ordinal));
        Assert.Contains(
            (pruning with { Search = pruning.Search with { Activations = true } }).Validate(),
            p => p.Problem.Contains("found no averageBits", StringComparison.Ordinal));
        Assert.Contains(
            (pruning with { Search = pruning.Search with { Sampler = "ddpg", Latency = 1 } }).Validate(),
            p => p.Problem.Contains("which a latency does not allow", StringComparison.Ordinal));
        Assert.Empty(pruning.Validate());
    }

    [Fact]
    public void Json_OfARecipe_KeepsTheSearch()
    {
        Recipe recipe = Pruning("ddpg") with { Search = new() { Sampler = "random", Latency = 0.8, Study = "s" } };

        Assert.Equal(recipe.Search, Recipe.Parse(recipe.ToJson()).Search);
        Assert.Contains("\"latency\": 0.8", recipe.ToJson(), StringComparison.Ordinal);
        Assert.Equal(JsonSerializer.Serialize(recipe.Search), JsonSerializer.Serialize(Recipe.Parse(recipe.ToJson()).Search));
    }

    private Recipe Latency(double milliseconds)
    {
        Recipe recipe = Pruning("random");
        return recipe with
        {
            Learners = [new LearnerStep(new ChannelPruningOptions { RoundTo = 2, CalibrationImages = 64, Epochs = 0 })],
            Search = recipe.Search with { Latency = milliseconds, Trials = 4 },
        };
    }

    private Recipe Pruning(string sampler) => new()
    {
        Data = _workshop.Data,
        Threads = 1,
        Learners = [new LearnerStep(new ChannelPruningOptions { SpeedUp = 1.5, RoundTo = 2, CalibrationImages = 64, Epochs = 0 })],
        Search = new() { Sampler = sampler, Trials = 8, ReconstructionImages = 32 },
        Measurement = new() { Latency = false },
    };

    private sealed class Listener(List<StudyEvent> events) : IProgress<StudyEvent>
    {
        public void Report(StudyEvent value) => events.Add(value);
    }
}
