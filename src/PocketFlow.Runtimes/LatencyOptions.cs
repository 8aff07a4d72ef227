namespace PocketFlow.Runtimes;

/// <summary>How latencies are measured.</summary>
public sealed record LatencyOptions
{
    /// <summary>Runs of each model before the measurement, at least 0: the first ones compile code.</summary>
    /// <value>The default is 50.</value>
    public int WarmupRuns { get; init; } = 50;

    /// <summary>Measured runs of each model, at least 1.</summary>
    /// <value>The default is 200.</value>
    public int Runs { get; init; } = 200;

    /// <summary>
    /// Runs of one model before it is the next one's turn, at least 1. Each turn starts with one more run that is not
    /// counted, since the other models have emptied the processor's caches.
    /// </summary>
    /// <value>The default is 10.</value>
    public int RunsPerTurn { get; init; } = 10;

    /// <summary>Name of the subject that the others are compared with; null for the first.</summary>
    public string? Baseline { get; init; }
}
