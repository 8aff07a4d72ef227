using System.Text.Json;
using PocketFlow.Search;

namespace PocketFlow.Reports;

/// <summary>What page and tables work out of a history.</summary>
internal sealed class StudySummary
{
    public StudySummary(StudyReportContent content)
    {
        Content = content;
        Importance = content.Importance ?? FanovaImportance.Of(History);
        Best = History.BestTrials;
    }

    public StudyReportContent Content { get; }

    public StudyHistory History => Content.History;

    public IReadOnlyList<ParameterImportance> Importance { get; }

    /// <summary>The best feasible trial, or the Pareto front.</summary>
    public IReadOnlyList<TrialRecord> Best { get; }

    /// <summary>All parameters, those that matter most first.</summary>
    public IReadOnlyList<string> Parameters => [.. Importance.Select(i => i.Name)
        .Concat(History.Trials.SelectMany(t => t.Parameters.Keys).Order(StringComparer.Ordinal)).Distinct()];

    /// <summary>What a single objective is drawn against, and its values; null where there is nothing.</summary>
    public (string Name, Func<TrialRecord, double?> Of)? Against => !History.IsSingleObjective
        ? (Content.NameOf(1), t => t.Values.Count > 1 ? t.Values[1] : null)
        : Content.CostAttribute is { } name ? (name, t => NumberOf(t, name))
        : History.Trials.Any(t => t.Constraints.Count > 0)
            ? ("constraint (met at 0 or below)", t => t.Constraints.Count > 0 ? t.Constraints[0] : null)
            : null;

    public bool HasCurves => History.Trials.Any(t => t.IntermediateValues.Count > 0);

    public bool HasTimes => History.Trials.Any(t => t is { Started: not null, Finished: not null });

    private static double? NumberOf(TrialRecord trial, string attribute)
    {
        if (!trial.Attributes.TryGetValue(attribute, out string? json))
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Number ? document.RootElement.GetDouble() : null;
    }
}
