using PocketFlow.Reports;
using PocketFlow.Search;

namespace PocketFlow.Allocation;

/// <summary>What a search found.</summary>
public sealed record SearchResult
{
    /// <summary>The learner's options that make the winner with everything that the learner does.</summary>
    public required object Options { get; init; }

    /// <summary>The winning trial.</summary>
    public required TrialRecord Best { get; init; }

    /// <summary>What samplers saw, for the report.</summary>
    public required StudyHistory History { get; init; }

    /// <summary>What each layer got.</summary>
    public required IReadOnlyList<LayerChoice> Layers { get; init; }

    /// <summary>Facts for the report, one a line.</summary>
    public required IReadOnlyList<string> Summary { get; init; }
}
