namespace PocketFlow.Runtimes;

/// <summary>Single-sample latency of one model.</summary>
/// <param name="Name">Name of the subject.</param>
/// <param name="Runtime">Name of the runtime.</param>
/// <param name="Runs">Number of measured runs.</param>
/// <param name="MedianMilliseconds">Median of the runs.</param>
/// <param name="P90Milliseconds">Latency that 90 % of the runs don't exceed.</param>
/// <param name="MinMilliseconds">Fastest run.</param>
/// <param name="SpeedUp">The baseline's median divided by this one: above 1 is faster than the baseline.</param>
public sealed record LatencyResult(
    string Name,
    string Runtime,
    int Runs,
    double MedianMilliseconds,
    double P90Milliseconds,
    double MinMilliseconds,
    double SpeedUp);
