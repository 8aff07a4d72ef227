using System.Diagnostics;
using PocketFlow.Search;

namespace PocketFlow.SamplerBench;

/// <summary>Measures how long a study takes to choose a trial.</summary>
internal static class AskTimes
{
    private const int WarmTrials = 100;
    private const int WarmRepeats = 15;
    private const int WarmRounds = 6;

    /// <summary>Median milliseconds after a number of random trials; code is warm.</summary>
    public static double Measure(string sampler, BenchFunction function, int trials, int repeats)
    {
        for (int round = 0; round < WarmRounds; round++)
        {
            // Trials take time, in which the runtime compiles again what ran often: 100 ms after it last met new code.
            Times(sampler, function, WarmTrials, WarmRepeats);
            Thread.Sleep(250);
        }

        return Times(sampler, function, trials, repeats).Order().ElementAt(repeats / 2);
    }

    private static double[] Times(string sampler, BenchFunction function, int trials, int repeats)
    {
        var switching = new SwitchingSampler { Inner = new RandomSampler() };
        var study = new BenchStudy(function, switching, 1);
        for (int i = 0; i < trials; i++)
        {
            study.Tell(study.Ask());
        }

        switching.Inner = Samplers.Create(sampler);
        var times = new double[repeats];
        for (int i = 0; i < repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Trial trial = study.Ask();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            study.Tell(trial);
        }

        return times;
    }

    /// <summary>Fills the history at random before the sampler in question is asked.</summary>
    private sealed class SwitchingSampler : ISampler
    {
        public required ISampler Inner { get; set; }

        public string Name => Inner.Name;

        public SearchSpace JointSpace(StudyHistory history) => Inner.JointSpace(history);

        public IReadOnlyDictionary<string, double> Sample(SamplingRequest request) => Inner.Sample(request);
    }
}
