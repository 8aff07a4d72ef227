using System.Diagnostics;
using PocketFlow.Allocation;
using PocketFlow.Graphs;
using PocketFlow.Recipes;

namespace PocketFlow.SearchBench;

/// <summary>Gives the uniform candidate and the winners of searches the same training, and reads the test images once.</summary>
internal static class FineTuning
{
    public static void Run(SearchBed bed, string contestants, int seeds, int epochs)
    {
        var validation = new CandidateScorer(bed.Problem.Original, bed.Context, null, CancellationToken.None);
        var test = new CandidateScorer(
            bed.Problem.Original, bed.Context with { Validation = bed.Test }, null, CancellationToken.None);
        string output = Path.Combine(bed.Folder, $"{bed.Task.Name}.finetuned.tsv");
        for (int seed = 1; seed <= seeds; seed++)
        {
            foreach (string contestant in contestants.Split(','))
            {
                string key = $"{contestant}\t{seed}\t{epochs}\t";
                if (File.Exists(output) && File.ReadLines(output).Any(l => l.StartsWith(key, StringComparison.Ordinal)))
                {
                    continue;
                }

                long start = Stopwatch.GetTimestamp();
                int[] levels = contestant == "uniform"
                    ? bed.Uniform
                    : Curve.Read(Curve.PathOf(bed.Folder, bed.Task.Name, contestant, seed)).Levels;
                object options = bed.Problem.OptionsFor(levels, epochs);
                Model model = LearnerRegistry.Default.ByOptions(options).Create(options)
                    .Compress(bed.Model, bed.Context with { Seed = seed }).Model;
                File.AppendAllText(output, FormattableString.Invariant(
                    $"{key}{validation.Score(model).Metric}\t{test.Score(model).Metric}\t")
                    + FormattableString.Invariant($"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0}\n"));
                Console.WriteLine(File.ReadLines(output).Last());
            }
        }
    }
}
