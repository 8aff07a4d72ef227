using PocketFlow.Training.Tasks;

namespace PocketFlow.Reports;

/// <summary>A file of a stage and what was measured by running it; figures that are missing are null.</summary>
public sealed record FileReport
{
    /// <summary>The file, relative to the run directory.</summary>
    public required string Path { get; init; }

    /// <summary>The runtime that ran it.</summary>
    public required string Runtime { get; init; }

    /// <summary>Its size on disk in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The task's metrics on the test images, the one that leads first; empty where not measured.</summary>
    public IReadOnlyList<MetricValue> Metrics { get; init; } = [];

    /// <summary>
    /// The share of decisions (classes of test images or of their pixels, truth values) that file and training engine make
    /// alike, 0 to 1; for values, R² of the file's to the engine's.
    /// </summary>
    public double? AgreementWithEngine { get; init; }

    /// <summary>Median latency of one image on one thread.</summary>
    public double? MedianMilliseconds { get; init; }

    /// <summary>The latency that 90 % of the runs don't exceed.</summary>
    public double? P90Milliseconds { get; init; }

    /// <summary>The original's median divided by this one, in the same runtime; above 1 is faster.</summary>
    public double? SpeedUp { get; init; }

    /// <summary>Why figures are missing, or null.</summary>
    public string? Problem { get; init; }
}
