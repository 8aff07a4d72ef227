using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace PocketFlow.Search.Tests;

public sealed class PrunerTests
{
    private const string Optuna = "PYTHONPATH=${POCKETFLOW_OPTUNA:?} /usr/bin/python3";
    private const int Steps = 20;

    public static TheoryData<string> Pruners => ["median", "percentile", "successive-halving", "hyperband"];

    [Testing.ToolTheory(Optuna + " -c \"import optuna\"")]
    [MemberData(nameof(Pruners))]
    public void ShouldPrune_RandomHistories_DecidesAsOptuna(string name)
    {
        var cases = new List<string>();
        var ours = new List<int[]>();
        foreach (StudyDirection direction in Enum.GetValues<StudyDirection>())
        {
            for (int seed = 0; seed < 3; seed++)
            {
                double[][] series = Series(seed);
                ours.Add(LastSteps(PrunerOf(name), direction, series));
                string values = string.Join(',', series.Select(s => $"[{string.Join(',', s.Select(Text))}]"));
                cases.Add($$"""
                    {"pruner":"{{name}}","direction":"{{direction.ToString().ToLowerInvariant()}}",
                    "brackets":[{{string.Join(',', Brackets(direction, series.Length))}}],"series":[{{values}}]}
                    """);
            }
        }

        int[][] theirs = Run($"[{string.Join(',', cases)}]");

        Assert.Equal(theirs, ours);
        Assert.InRange(ours.SelectMany(s => s).Count(s => s < Steps - 1), 30, 340);
    }

    [Theory]
    [MemberData(nameof(Pruners))]
    public void ShouldPrune_BestTrialEver_GoesOn(string name)
    {
        double[][] series = [.. Series(8).Where(s => !s.Any(double.IsNaN)), [.. Enumerable.Repeat(-100.0, Steps)]];

        Assert.Equal(Steps - 1, LastSteps(PrunerOf(name), StudyDirection.Minimize, series)[^1]);
    }

    [Fact]
    public void ShouldPrune_Defaults_WaitForACompletedTrial()
    {
        double[][] falling = [.. Enumerable.Range(0, 3).Select(i => Enumerable.Repeat((double)i, Steps).ToArray())];

        Assert.Equal([Steps - 1, Steps - 1, Steps - 1], LastSteps(new MedianPruner(), StudyDirection.Minimize, falling));
        Assert.Equal(
            [Steps - 1, Steps - 1, Steps - 1], LastSteps(new SuccessiveHalvingPruner(), StudyDirection.Minimize, falling));
    }

    [Fact]
    public void ShouldPrune_TwoObjectives_IsRefused()
    {
        Study study = Study.InMemory(new StudyOptions
        {
            Pruner = new MedianPruner(), Directions = [StudyDirection.Minimize, StudyDirection.Minimize],
        });
        Trial trial = study.Ask();
        trial.Report(0, 1);

        Assert.Throws<StudyException>(() => trial.ShouldPrune);
    }

    private static ITrialPruner PrunerOf(string name) => name switch
    {
        "median" => new MedianPruner(),
        "percentile" => new PercentilePruner
        {
            Percentile = 25, StartupTrials = 3, WarmupSteps = 2, IntervalSteps = 3, MinimalTrials = 2,
        },
        "successive-halving" => new SuccessiveHalvingPruner { MinimalResource = 2, ReductionFactor = 3 },
        _ => new HyperbandPruner { MaximalResource = Steps },
    };

    /// <summary>Curves that cross, some with gaps that are no numbers.</summary>
    private static double[][] Series(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 60).Select(_ =>
        {
            double level = random.NextDouble(), slope = random.NextDouble() - 0.5, gaps = random.Next(6) == 0 ? 0.5 : 0;
            return Enumerable.Range(0, Steps).Select(s => random.NextDouble() < gaps
                ? double.NaN : level + slope * s / Steps + 0.2 * random.NextDouble()).ToArray();
        })];
    }

    /// <summary>Runs trials three at a time, a step of each in turn.</summary>
    private static int[] LastSteps(ITrialPruner pruner, StudyDirection direction, double[][] series)
    {
        Study study = Study.InMemory(new StudyOptions { Pruner = pruner, Directions = [direction] });
        int[] last = new int[series.Length];
        foreach (int[] numbers in Enumerable.Range(0, series.Length).Chunk(3))
        {
            var running = numbers.ToDictionary(n => n, _ => study.Ask());
            for (int step = 0; step < Steps; step++)
            {
                foreach ((int number, Trial trial) in running.ToArray())
                {
                    trial.Report(step, series[number][step]);
                    last[number] = step;
                    if (trial.ShouldPrune)
                    {
                        study.TellPruned(trial);
                        running.Remove(number);
                    }
                }
            }

            foreach (Trial trial in running.Values)
            {
                study.Tell(trial, 0);
            }
        }

        return last;
    }

    private static IEnumerable<int> Brackets(StudyDirection direction, int trials)
    {
        var pruner = new HyperbandPruner { MaximalResource = Steps };
        var history = new StudyHistory([direction], [], 0);
        return Enumerable.Range(0, trials).Select(n => pruner.BracketOf(history, n, pruner.Brackets(Steps)));
    }

    private static int[][] Run(string input)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"{Optuna} {OracleFile.Path("optuna_pruners.py")}"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        using JsonDocument steps = JsonDocument.Parse(output);
        return [.. steps.RootElement.EnumerateArray().Select(OracleFile.Integers)];
    }

    private static string Text(double value) => double.IsNaN(value) ? "NaN" : value.ToString("R", CultureInfo.InvariantCulture);
}
