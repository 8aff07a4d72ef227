using PocketFlow.Learners.UniformQuantization;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Reports;

/// <summary>One stage of a run: the original, or the model after a learner.</summary>
public sealed record StageReport
{
    /// <summary>What the model is, for example <c>pruned + int8</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The learner that made it; null for the original.</summary>
    public string? Learner { get; init; }

    /// <summary>What the learner did, one fact a line.</summary>
    public required IReadOnlyList<string> Summary { get; init; }

    /// <summary>Seconds that the learner took.</summary>
    public required double Seconds { get; init; }

    /// <summary>The task's metrics on the test images in the training engine, the one that leads first.</summary>
    public required IReadOnlyList<MetricValue> Metrics { get; init; }

    /// <summary>Multiply-accumulates of one image.</summary>
    public required long Macs { get; init; }

    /// <summary>The number of parameters.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>What its weights would take packed, where some have fewer than 8 bits; null elsewhere.</summary>
    /// <remarks>The files hold them as bytes.</remarks>
    public PackedWeights? PackedWeights { get; init; }

    /// <summary>The TFLite file.</summary>
    public required FileReport TfLite { get; init; }

    /// <summary>The ONNX file.</summary>
    public required FileReport Onnx { get; init; }
}
