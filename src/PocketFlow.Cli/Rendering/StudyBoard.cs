using PocketFlow.Reports;
using PocketFlow.Search;

namespace PocketFlow.Cli.Rendering;

/// <summary>The state of a search as text: a line on where it stands, and the last trials as a table.</summary>
internal sealed class StudyBoard
{
    private const int ShownTrials = 8;
    private readonly List<TrialRecord> _last = [];
    private StudyEvent? _now;

    /// <summary>Takes in an event.</summary>
    public void Add(StudyEvent happened)
    {
        _now = happened;
        if (happened is { Kind: StudyEventKind.TrialFinished, Trial: { } trial })
        {
            _last.Add(trial);
            if (_last.Count > ShownTrials)
            {
                _last.RemoveAt(0);
            }
        }
    }

    /// <summary>The lines to show now.</summary>
    public IReadOnlyList<string> Lines()
    {
        if (_now is not { } now)
        {
            return [];
        }

        string[] objectives = now.Directions.Count == 1
            ? ["value"]
            : [.. now.Directions.Select((_, i) => $"value {i + 1}")];
        string table = StudyTables.Trials(_last, objectives, []).ToString();
        return
        [
            .. _last.Count > 0 ? table.Split('\n') : [], Standing(now),
            .. now.Trial is { State: TrialState.Running } trial ? new[] { Running(trial) } : [],
        ];
    }

    /// <summary>One line for an event.</summary>
    public static string Line(StudyEvent happened) => happened switch
    {
        { Kind: StudyEventKind.TrialFinished, Trial: { } trial } =>
            $"trial {trial.Number}: {Values(trial)} ({StudyTables.State(trial)}, {StudyTables.Seconds(trial)} s); "
            + Standing(happened),
        { Trial: { } trial } => Running(trial),
        _ => Standing(happened),
    };

    private static string Standing(StudyEvent now)
    {
        var parts = new List<string> { $"{now.Study}: {now.Finished} of {now.Planned} trials" };
        if (now.Best is { } best)
        {
            parts.Add($"best {StudyTables.Number(best.Value)} by trial {best.Number}");
        }

        if (now.FrontSize is { } front)
        {
            parts.Add($"{front} on the Pareto front");
        }

        if (now.Remaining is { } remaining && now.Kind != StudyEventKind.StudyFinished)
        {
            parts.Add($"{Renderers.Left(remaining)} left");
        }

        if (now.Elapsed > TimeSpan.Zero)
        {
            parts.Add(FormattableString.Invariant($"overhead {now.Overhead / now.Elapsed:P1}"));
        }

        return string.Join(", ", parts);
    }

    private static string Running(TrialRecord trial)
    {
        string step = trial.IntermediateValues.Count == 0 ? "running" : StepOf(trial);
        return $"trial {trial.Number}: {step}";
    }

    private static string StepOf(TrialRecord trial)
    {
        (int step, double value) = trial.IntermediateValues.MaxBy(p => p.Key);
        return $"step {step}, {StudyTables.Number(value)}";
    }

    private static string Values(TrialRecord trial) =>
        trial.Values.Count == 0 ? "no value" : string.Join(", ", trial.Values.Select(v => StudyTables.Number(v)));
}
