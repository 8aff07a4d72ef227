using PocketFlow.Allocation;
using PocketFlow.Search;

namespace PocketFlow.SearchBench;

/// <summary>Runs studies of several samplers and seeds; those that are in the folder already are left out.</summary>
internal static class Curves
{
    public static void Run(SearchBed bed, string samplers, int seeds, int trials, int images)
    {
        for (int seed = 1; seed <= seeds; seed++)
        {
            foreach (string sampler in samplers.Split(','))
            {
                if (!File.Exists(Curve.PathOf(bed.Folder, bed.Task.Name, sampler, seed)))
                {
                    SearchSettings settings = bed.Task.Settings with
                    {
                        Sampler = sampler, Trials = trials, ValidationImages = images,
                    };
                    Curve curve = RunOne(bed, settings, seed, bed.Rewards);
                    curve.Write(bed.Folder);
                    Console.WriteLine(
                        $"{sampler} seed {seed}: uniform {curve.Values[0]:P2}, heuristic {curve.Values[1]:P2}, "
                        + $"after 12 {curve.BestAfter(12):P2}, 50 {curve.BestAfter(50):P2}, all {curve.Values.Max():P2}; "
                        + $"{curve.Seconds:F1} s, {curve.New} new, outside of trials {curve.OverheadSeconds:F2} s");
                }
            }
        }
    }

    /// <summary>One study.</summary>
    /// <param name="bed">What candidates share.</param>
    /// <param name="settings">How to search.</param>
    /// <param name="seed">The study's seed.</param>
    /// <param name="rewards">Candidates that were measured before.</param>
    /// <param name="probe">Measures latencies; null for one of its own.</param>
    public static Curve RunOne(
        SearchBed bed, SearchSettings settings, int seed, RewardTable rewards, LatencyProbe? probe = null)
    {
        using var search = new AllocationSearch(
            bed.Problem, bed.Scorer, settings, bed.Model, bed.Context with { Seed = seed },
            _ => throw new NotSupportedException(), CancellationToken.None, rewards, probe);
        using var storage = new MemoryStorage();
        using SamplerChoice choice = search.ChooseSampler();
        Study study = search.Open(storage, choice, new Dictionary<string, string>());
        if (bed.Sensitivity is { } known)
        {
            study.SetAttribute(AllocationSearch.SensitivityKey, known);
        }

        int before = rewards.Count;
        StudyEvent? last = null;
        SearchResult result = search.Run(study, choice, new Listener(e => last = e), CancellationToken.None);
        bed.Sensitivity ??= study.Attributes[AllocationSearch.SensitivityKey];
        return new Curve(
            bed.Task.Name, settings.Sampler!, seed, settings.ValidationImages!.Value,
            [.. result.History.Trials.Select(t => t.Value)], rewards.Count - before, last!.Elapsed.TotalSeconds,
            last.Overhead.TotalSeconds, result.Best.Attributes[CandidateMeasurement.LevelsKey], result.Best.Value);
    }

    private sealed class Listener(Action<StudyEvent> receive) : IProgress<StudyEvent>
    {
        public void Report(StudyEvent value) => receive(value);
    }
}
