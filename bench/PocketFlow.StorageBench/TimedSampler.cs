using System.Diagnostics;
using PocketFlow.Search;

namespace PocketFlow.StorageBench;

/// <summary>Adds up the time that a sampler takes.</summary>
internal sealed class TimedSampler(ISampler sampler) : ISampler
{
    public double Milliseconds { get; set; }

    public string Name => sampler.Name;

    public IReadOnlyDictionary<string, double> Sample(SamplingRequest request)
    {
        long start = Stopwatch.GetTimestamp();
        IReadOnlyDictionary<string, double> values = sampler.Sample(request);
        Milliseconds += Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return values;
    }
}
