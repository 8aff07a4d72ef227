using System.Diagnostics;
using PocketFlow.Search;

namespace PocketFlow.StorageBench;

/// <summary>How long ask and tell take while a study grows, and how much of it is the sampler's.</summary>
internal static class Times
{
    /// <summary>A row is about so many trials.</summary>
    private const int Window = 200;

    public static void Run(string place, int trials, string sampler)
    {
        using IStudyStorage storage = StudyStorage.Open(place);
        var timed = new TimedSampler(SamplerRegistry.Default.Create(sampler));
        var options = new StudyOptions { Seed = 11, Sampler = timed };
        Study study = Study.CreateOrOpen(storage, "time", options);
        SearchSpace space = Problem.Space();
        var rows = new List<(double Ask, double Sampler, double Tell)>();
        Console.WriteLine("| trials | ask median | p90 | of it sampler | tell median | p90 | ask + tell median | p90 |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (int i = 1; i <= trials; i++)
        {
            timed.Milliseconds = 0;
            long start = Stopwatch.GetTimestamp();
            Trial trial = study.Ask(space);
            double ask = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            start = Stopwatch.GetTimestamp();
            study.Tell(trial, Problem.Value(trial));
            rows.Add((ask, timed.Milliseconds, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
            if (i % Window == 0)
            {
                if (i is 1000 or 2000 or 5000 || i == trials)
                {
                    Console.WriteLine(Row(i, rows));
                }

                rows.Clear();
            }
        }

        long opened = Stopwatch.GetTimestamp();
        using IStudyStorage again = StudyStorage.Open(place);
        int found = Study.CreateOrOpen(again, "time", options).Trials.Count;
        Console.WriteLine($"\nopening the storage and reading {found} trials: "
            + $"{Stopwatch.GetElapsedTime(opened).TotalMilliseconds:F0} ms");
    }

    private static string Row(int trials, List<(double Ask, double Sampler, double Tell)> rows)
    {
        double At(Func<(double Ask, double Sampler, double Tell), double> time, double share) =>
            rows.Select(time).Order().ElementAt((int)(share * rows.Count));

        return $"| {trials} | {At(r => r.Ask, 0.5):F2} | {At(r => r.Ask, 0.9):F2} | {At(r => r.Sampler, 0.5):F2} "
            + $"| {At(r => r.Tell, 0.5):F2} | {At(r => r.Tell, 0.9):F2} "
            + $"| {At(r => r.Ask + r.Tell, 0.5):F2} | {At(r => r.Ask + r.Tell, 0.9):F2} |";
    }
}
