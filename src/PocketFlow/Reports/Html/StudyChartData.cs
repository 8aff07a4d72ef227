using System.Globalization;
using System.Text.Json.Nodes;
using PocketFlow.Search;

namespace PocketFlow.Reports;

/// <summary>What the charts of a page draw, as JSON; page.js reads it. Numbers have six digits, infinite ones
/// are null.</summary>
internal sealed class StudyChartData(StudySummary study)
{
    /// <summary>More axes can't be read.</summary>
    public const int MostAxes = 12;

    private const int MostBars = 25;
    private const int MostCurves = 200;

    private readonly string[] _axes = [.. study.Parameters.Take(MostAxes)];

    public JsonObject ToJson() => new()
    {
        ["objectives"] = Array(study.History.Directions.Select((d, i) => (JsonNode)new JsonObject
        {
            ["name"] = study.Content.NameOf(i), ["maximize"] = d == StudyDirection.Maximize,
        })),
        ["against"] = study.Against?.Name,
        ["trials"] = Array(study.History.Trials.Where(t => t.State != TrialState.Waiting).Select(Trial)),
        ["best"] = Array(study.Best.Select(t => (JsonNode)t.Number)),
        ["axes"] = Array(_axes.Select(Axis)),
        ["importance"] = Array(study.Importance.Take(MostBars).Select(i => (JsonNode)new JsonObject
        {
            ["name"] = i.Name, ["share"] = Number(i.Share),
        })),
        ["curves"] = Array(study.History.Trials.Where(t => t.IntermediateValues.Count > 0).TakeLast(MostCurves)
            .Select(Curve)),
        ["layers"] = Array(study.Content.Layers.Select(l => (JsonNode)new JsonObject
        {
            ["name"] = l.Layer, ["kept"] = Number(l.Kept), ["sensitivity"] = Number(l.Sensitivity),
        })),
    };

    private JsonNode Trial(TrialRecord trial) => new JsonObject
    {
        ["number"] = trial.Number,
        ["state"] = StudyTables.State(trial),
        ["values"] = Array(trial.Values.Select(v => (JsonNode?)Number(v))),
        ["last"] = trial.IntermediateValues.Count > 0 ? Number(trial.IntermediateValues.MaxBy(p => p.Key).Value) : null,
        ["against"] = Number(study.Against?.Of(trial)),
        ["start"] = SecondsOf(trial.Started),
        ["end"] = SecondsOf(trial.Finished),
        ["axes"] = Array(_axes.Select(n => trial.Parameters.TryGetValue(n, out double value) ? Number(value) : null)),
    };

    private static JsonNode Curve(TrialRecord trial) => new JsonObject
    {
        ["number"] = trial.Number,
        ["state"] = StudyTables.State(trial),
        ["points"] = Array(trial.IntermediateValues.OrderBy(p => p.Key)
            .Select(p => (JsonNode)new JsonArray(p.Key, Number(p.Value)))),
    };

    private JsonNode Axis(string name)
    {
        Distribution distribution = study.History.Trials.Last(t => t.Distributions.ContainsKey(name)).Distributions[name];
        var axis = new JsonObject { ["name"] = name };
        switch (distribution)
        {
            case CategoricalDistribution categories:
                axis["choices"] = Array(categories.Choices.Select(
                    c => (JsonNode)(Convert.ToString(c, CultureInfo.InvariantCulture) ?? "null")));
                break;
            case FloatDistribution real:
                (axis["low"], axis["high"], axis["log"]) = (Number(real.Low), Number(real.High), real.IsLog);
                break;
            case IntegerDistribution whole:
                (axis["low"], axis["high"], axis["log"]) = (whole.Low, whole.High, whole.IsLog);
                break;
        }

        return axis;
    }

    /// <summary>Seconds since the first trial started.</summary>
    private JsonValue? SecondsOf(DateTime? time) => time is { } at
        ? Number((at - study.History.Trials.Min(t => t.Started)!.Value).TotalSeconds)
        : null;

    private static JsonValue? Number(double? number) => number is { } known && double.IsFinite(known)
        ? JsonValue.Create(double.Parse(known.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
        : null;

    private static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);
}
