using System.Globalization;
using PocketFlow.Reports;
using PocketFlow.Search;

namespace PocketFlow.Tests.Reports;

/// <summary>Studies as a compression makes them: ratios per layer, constraints, pruned trials.</summary>
internal static class StudySamples
{
    private const string Hostile = "</script><script>window.broken = 1</script>";

    public static StudyReportContent Compression(int trials = 40, int layers = 18)
    {
        SearchSpace space = Space(layers);
        var clock = new SampleClock();
        var storage = new MemoryStorage(clock);
        var study = Study.CreateOrOpen(
            storage, "resnet", new StudyOptions { Directions = [StudyDirection.Maximize], Seed = 11 });
        for (int i = 0; i < trials; i++)
        {
            Trial trial = study.Ask(space);
            Run(study, trial, layers, clock);
        }

        study.Ask(space);
        return new StudyReportContent
        {
            Title = "ResNet-20 at half the multiply-accumulates", History = study.History, ObjectiveNames = ["top-1"],
            CostAttribute = "macs", Results = Results(),
            Notes = ["Accuracy and latency are those of the exported files."],
            Layers = [.. Enumerable.Range(0, layers).Select(i => new LayerChoice(
                NameOf(i), "64 channels", $"{64 - i} channels", (64.0 - i) / 64, 0.002 * (i % 5),
                i % 5 == 4 ? "sensitive: kept wide" : "cheap to cut"))],
            Facts = [new("machine", "8 cores & <more>"), new("recipe", "channel-pruning, speed-up 2")],
        };
    }

    public static StudyReportContent TwoObjectives()
    {
        Study study = Study.InMemory(new StudyOptions
        {
            Directions = [StudyDirection.Maximize, StudyDirection.Minimize], Seed = 2,
        });
        SearchSpace space = new()
        {
            { "ratio", new FloatDistribution(0, 1) }, { "rate", new FloatDistribution(1e-4, 1, isLog: true) },
            { Hostile, new CategoricalDistribution("plain", Hostile) },
        };
        for (int i = 0; i < 30; i++)
        {
            Trial trial = study.Ask(space);
            double ratio = trial.Parameters["ratio"];
            study.Tell(trial, [1 - ratio * ratio - 0.05 * trial.Parameters["rate"], 1 - ratio]);
        }

        study.Tell(study.Ask(space), [double.NegativeInfinity, 1]);
        return new StudyReportContent { Title = Hostile, History = study.History, ObjectiveNames = ["top-1", "latency"] };
    }

    private static void Run(Study study, Trial trial, int layers, SampleClock clock)
    {
        double ratio = trial.Parameters.Where(p => p.Key != "effort").Sum(p => p.Value) / layers;
        double value = 0.9 - ratio * ratio - 0.3 * trial.Parameters[NameOf(1)] * trial.Parameters[NameOf(1)];
        trial.SetAttribute("macs", (41e6 * (1 - ratio)).ToString(CultureInfo.InvariantCulture));
        trial.SetConstraints(0.47 - ratio);
        for (int step = 1; step <= 5; step++)
        {
            trial.Report(step, value - 0.2 / step);
            clock.Pass(1.5 + trial.Number % 3);
            if (step == 2 && trial.Number % 5 == 4)
            {
                study.TellPruned(trial);
                return;
            }
        }

        study.Tell(trial, trial.Number == 7 ? double.NaN : value);
        clock.Pass(0.2);
    }

    private static SearchSpace Space(int layers)
    {
        var space = new SearchSpace();
        for (int i = 0; i < layers; i++)
        {
            space.Add(NameOf(i), new FloatDistribution(0, 0.9, 0.05));
        }

        space.Add("effort", new CategoricalDistribution("none", "short"));
        return space;
    }

    private static string NameOf(int layer) => $"stages.{layer / 6}.blocks.{layer % 6 / 2}.conv{layer % 2 + 1}";

    private static ResultTable Results()
    {
        var table = new ResultTable(new("stage", IsNumber: false), new("top-1"), new("MACs"), new("ms", Group: "LiteRT"));
        table.Add("original", "91.90%", "40.8 M", "3.100");
        table.Add("channel-pruning", "91.20%", "20.4 M", "1.950");
        return table;
    }

    private sealed class SampleClock : TimeProvider
    {
        private TimeSpan _passed;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _passed;

        public void Pass(double seconds) => _passed += TimeSpan.FromSeconds(seconds);
    }
}
