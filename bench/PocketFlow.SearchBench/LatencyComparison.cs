using System.Globalization;
using PocketFlow.Allocation;

namespace PocketFlow.SearchBench;

/// <summary>Searches at equal multiply-accumulates, then within the time that the winner's file takes in ONNX Runtime.</summary>
internal static class LatencyComparison
{
    public static void Run(SearchBed bed, string sampler, int seeds, int trials, int images)
    {
        using var probe = new LatencyProbe(bed.Problem.Original, "onnxruntime");
        for (int seed = 1; seed <= seeds; seed++)
        {
            SearchSettings settings = bed.Task.Settings with
            {
                Sampler = sampler, Trials = trials, ValidationImages = images,
            };
            Curve macs = Curves.RunOne(bed, settings, seed, bed.Rewards);
            Write(bed, probe, "equal multiply-accumulates", macs);

            // The rewards of the first search know no latency, so that the second one has its own.
            string own = Path.Combine(bed.Folder, $"{bed.Task.Name}.latency.{seed}.rewards.tsv");
            settings = settings with { Latency = Time(bed, probe, macs.Levels) };
            Curve latency = Curves.RunOne(bed, settings, seed, new RewardTable(own), probe);
            Write(bed, probe, "equal latency", latency);
        }
    }

    private static void Write(SearchBed bed, LatencyProbe probe, string name, Curve curve)
    {
        double macs = bed.Problem.Cost(BudgetKind.Macs, curve.Levels);
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{name}\t{curve.Seed}\t{curve.Reward}\t{Time(bed, probe, curve.Levels):F4}\t{macs}\t{curve.Best}");
        File.AppendAllText(Path.Combine(bed.Folder, $"{bed.Task.Name}.latency.tsv"), line + "\n");
        Console.WriteLine(line);
    }

    /// <summary>Milliseconds by the same original for all; each candidate is measured once.</summary>
    private static double Time(SearchBed bed, LatencyProbe probe, int[] levels) =>
        probe.Measure(CandidateMeasurement.KeyOf(levels), () => bed.Problem.Build(levels));
}
