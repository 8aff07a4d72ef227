using PocketFlow.Search;

namespace PocketFlow.Reports;

/// <summary>What a <see cref="StudyReportPage"/> shows: a study, and what its caller knows beyond it.</summary>
public sealed record StudyReportContent
{
    /// <summary>The heading, for example the study's name.</summary>
    public required string Title { get; init; }

    /// <summary>The study's objectives and trials.</summary>
    public required StudyHistory History { get; init; }

    /// <summary>What the objectives are called.</summary>
    /// <value>The default is <c>value</c>, or <c>value 1</c> and so on.</value>
    public IReadOnlyList<string>? ObjectiveNames { get; init; }

    /// <summary>The user attribute of trials, a JSON number, that a single objective is drawn against, for example
    /// <c>macs</c>; null for the first constraint.</summary>
    public string? CostAttribute { get; init; }

    /// <summary>How much each parameter matters, largest first.</summary>
    /// <value>The default is worked out from the history's first objective.</value>
    public IReadOnlyList<ParameterImportance>? Importance { get; init; }

    /// <summary>What each layer got; empty to leave that out.</summary>
    public IReadOnlyList<LayerChoice> Layers { get; init; } = [];

    /// <summary>The figures before and after, as the run's report has them; null to leave them out.</summary>
    public ResultTable? Results { get; init; }

    /// <summary>Sentences below that table.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the page ends with, as names and values: machine, recipe, seed, versions.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    internal string NameOf(int objective) => ObjectiveNames?[objective]
        ?? (History.IsSingleObjective ? "value" : $"value {objective + 1}");
}
