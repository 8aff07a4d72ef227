using System.Text.Json;
using System.Text.Json.Serialization;
using PocketFlow.Graphs;
using PocketFlow.Recipes;

namespace PocketFlow.Reports;

/// <summary>What a compression did, and the proof: every figure of a file comes from running that file.</summary>
public sealed record CompressionReport
{
    /// <summary>The model that was compressed: its file, or its graph's name.</summary>
    public required string Source { get; init; }

    /// <summary>The run directory.</summary>
    public required string Directory { get; init; }

    /// <summary>The command that repeats the run.</summary>
    public required string Command { get; init; }

    /// <summary>What was done, with every default filled in.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The original, then the model after each learner.</summary>
    public required IReadOnlyList<StageReport> Stages { get; init; }

    /// <summary>The layers of the original and what is left of them.</summary>
    public required IReadOnlyList<LayerReport> Layers { get; init; }

    /// <summary>The targets of the recipe.</summary>
    public required IReadOnlyList<TargetReport> Targets { get; init; }

    /// <summary>The runtimes.</summary>
    public required IReadOnlyList<RuntimeReport> Runtimes { get; init; }

    /// <summary>The task, for example <c>classification</c>.</summary>
    public required string Task { get; init; }

    /// <summary>The name of the task's leading metric, for example <c>top-1</c>.</summary>
    [JsonIgnore]
    public string Metric => Stages[0].Metrics[0].Name;

    /// <summary>The number of test images that metrics were measured on.</summary>
    public required int TestImages { get; init; }

    /// <summary>The machine and versions.</summary>
    public required MachineReport Machine { get; init; }

    /// <summary>Seconds that the whole run took.</summary>
    public required double Seconds { get; init; }

    /// <summary>What a reader should know besides the figures, a sentence each.</summary>
    public IReadOnlyList<string> Notes => [.. ReportNotes.Of(this)];

    /// <summary>Whether every target was met.</summary>
    public bool IsTargetMet => Targets.All(t => t.IsMet);

    /// <summary>The final model.</summary>
    [JsonIgnore]
    public Model? Model { get; init; }

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Default.CompressionReport);

    /// <summary>The table of stages and the notes, as fixed-width text.</summary>
    public override string ToString() => string.Join('\n', [ReportTable.Of(this).ToString(), "", .. Notes]);
}
