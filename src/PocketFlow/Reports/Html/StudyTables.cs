using System.Globalization;
using PocketFlow.Search;

namespace PocketFlow.Reports;

/// <summary>Tables of a study, for terminals and pages.</summary>
public static class StudyTables
{
    /// <summary>Figures of objectives, constraints and parameters: six significant digits.</summary>
    public static string Number(double? number) =>
        number is { } known ? known.ToString("G6", CultureInfo.InvariantCulture) : "-";

    /// <summary>The value of a trial's parameter as people read it; a dash where the trial lacks it.</summary>
    public static string Parameter(TrialRecord trial, string name) => !trial.Parameters.TryGetValue(name, out double value)
        ? "-"
        : trial.Distributions[name].Describe(value) switch
        {
            null => "null",
            double real => Number(real),
            object other => Convert.ToString(other, CultureInfo.InvariantCulture)!,
        };

    /// <summary>Seconds with one decimal, from start to end; a dash until then.</summary>
    public static string Seconds(TrialRecord trial) => trial is { Started: { } started, Finished: { } finished }
        ? (finished - started).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)
        : "-";

    /// <summary>The state; completed trials that miss a constraint are called infeasible.</summary>
    public static string State(TrialRecord trial) => trial is { State: TrialState.Completed, IsFeasible: false }
        ? "infeasible"
        : trial.State.ToString().ToLowerInvariant();

    /// <summary>A row per trial: state, values, time and some parameters.</summary>
    public static ResultTable Trials(
        IEnumerable<TrialRecord> trials, IReadOnlyList<string> objectives, IReadOnlyList<string> parameters)
    {
        var table = new ResultTable(
        [
            new("trial"), new("state", IsNumber: false), .. objectives.Select(o => new ResultColumn(o)), new("seconds"),
            .. parameters.Select(p => new ResultColumn(p)),
        ]);
        foreach (TrialRecord trial in trials)
        {
            table.Add(
            [
                trial.Number.ToString(CultureInfo.InvariantCulture), State(trial),
                .. objectives.Select((_, i) => i < trial.Values.Count ? Number(trial.Values[i]) : "-"), Seconds(trial),
                .. parameters.Select(p => Parameter(trial, p)),
            ]);
        }

        return table;
    }

    /// <summary>A row per parameter of a trial.</summary>
    public static ResultTable Parameters(TrialRecord trial, IEnumerable<string> names)
    {
        var table = new ResultTable(new("parameter", IsNumber: false), new("value"), new("chosen from", IsNumber: false));
        foreach (string name in names.Where(trial.Parameters.ContainsKey))
        {
            table.Add(name, Parameter(trial, name), Describe(trial.Distributions[name]));
        }

        return table;
    }

    /// <summary>A row per parameter: its share of the variance.</summary>
    public static ResultTable Importance(IEnumerable<ParameterImportance> importance)
    {
        var table = new ResultTable(new("parameter", IsNumber: false), new("importance"), new("trials"));
        foreach (ParameterImportance one in importance)
        {
            table.Add(one.Name, Figures.Percent(one.Share), Figures.Count(one.Trials));
        }

        return table;
    }

    internal static ResultTable Layers(IEnumerable<LayerChoice> layers)
    {
        var table = new ResultTable(
            new("layer", IsNumber: false), new("before"), new("after"), new("kept"), new("sensitivity"),
            new("reason", IsNumber: false));
        foreach (LayerChoice layer in layers)
        {
            table.Add(
                layer.Layer, layer.Before, layer.After, Figures.Percent(layer.Kept), Number(layer.Sensitivity),
                layer.Reason);
        }

        return table;
    }

    /// <summary>A distribution in a few words, for example <c>0.1 to 0.9, step 0.1</c>.</summary>
    public static string Describe(Distribution distribution) => distribution switch
    {
        CategoricalDistribution categories => string.Join(
            ", ", categories.Choices.Select(c => Convert.ToString(c, CultureInfo.InvariantCulture) ?? "null")),
        FloatDistribution real => $"{Number(real.Low)} to {Number(real.High)}"
            + (real.Step is { } step ? $", step {Number(step)}" : "") + (real.IsLog ? ", logarithmic" : ""),
        IntegerDistribution whole => $"{whole.Low} to {whole.High}"
            + (whole.Step > 1 ? $", step {whole.Step}" : "") + (whole.IsLog ? ", logarithmic" : ""),
        _ => distribution.ToString(),
    };
}
