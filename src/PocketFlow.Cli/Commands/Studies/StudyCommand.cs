using System.CommandLine;
using PocketFlow.Cli.Rendering;
using PocketFlow.Reports;
using PocketFlow.Search;

namespace PocketFlow.Cli.Commands;

/// <summary><c>pocketflow study …</c>: what a storage of studies holds.</summary>
internal static class StudyCommand
{
    private const int MostColumns = 6;

    private static readonly Option<bool> s_confirmed = new("--yes")
    {
        Description = "Really delete; without it the verb only says what it would delete.",
    };

    public static Command Create() => new("study", "Look at searches: their trials, what was best and what mattered.")
    {
        Verb("list", "List the studies of a storage.", List, CommonOptions.Json),
        Verb("show", "Show a study's trials.", Of(Show), StudyChoice.Name, CommonOptions.Json),
        Verb("best", "Show the best trial, or the Pareto front.", Of(Best), StudyChoice.Name, CommonOptions.Json),
        Verb("importance", "Show how much each parameter matters.", Of(Importance), StudyChoice.Name, CommonOptions.Json),
        StudyReportCommand.Create(),
        Verb("delete", "Delete a study with all its trials.", Of(Delete), StudyChoice.Name, s_confirmed),
    };

    private static Command Verb(string name, string description, Action<ParseResult> run, params Option[] options)
    {
        var command = new Command(name, description) { StudyChoice.Storage };
        foreach (Option option in options)
        {
            command.Add(option);
        }

        command.SetAction(parse =>
        {
            run(parse);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Action<ParseResult> Of(Action<ParseResult, StudyChoice> run) => parse =>
    {
        using StudyChoice study = StudyChoice.Open(parse);
        run(parse, study);
    };

    private static void List(ParseResult parse)
    {
        using IStudyStorage storage = StudyChoice.OpenStorage(parse);
        var rows = storage.Studies().Select(s =>
        {
            var history = new StudyHistory(s.Directions, storage.Trials(s.Id), s.Seed);
            return new { s.Name, s.Directions, s.Sampler, s.Seed, Trials = history.Trials.Count, Best = history.BestTrials };
        }).ToArray();
        if (parse.GetValue(CommonOptions.Json))
        {
            JsonOutput.Write(rows.Select(r => new
            {
                r.Name, r.Directions, r.Sampler, r.Seed, r.Trials, Best = r.Best.Select(t => t.Number),
            }));
            return;
        }

        var table = new ResultTable(
            new("study", IsNumber: false), new("direction", IsNumber: false), new("sampler", IsNumber: false), new("trials"),
            new("best"));
        foreach (var row in rows)
        {
            string best = row.Best.Count == 0 ? "-"
                : row.Directions.Count == 1 ? StudyTables.Number(row.Best[0].Value) : $"{row.Best.Count} on the front";
            table.Add(
                row.Name, string.Join(", ", row.Directions.Select(d => $"{d}".ToLowerInvariant())), row.Sampler ?? "-",
                Figures.Count(row.Trials), best);
        }

        TableOutput.Write(table);
    }

    private static void Show(ParseResult parse, StudyChoice study) => Write(parse, study, study.History.Trials);

    private static void Best(ParseResult parse, StudyChoice study)
    {
        IReadOnlyList<TrialRecord> best = study.History.BestTrials;
        if (best.Count == 0)
        {
            throw new StudyException(
                $"study '{study.Record.Name}' has no completed trial that meets every constraint yet.");
        }

        Write(parse, study, best);
        if (best.Count == 1 && !parse.GetValue(CommonOptions.Json))
        {
            Console.Out.WriteLine();
            TableOutput.Write(StudyTables.Parameters(best[0], best[0].Parameters.Keys.Order(StringComparer.Ordinal)));
        }
    }

    private static void Write(ParseResult parse, StudyChoice study, IReadOnlyList<TrialRecord> trials)
    {
        if (parse.GetValue(CommonOptions.Json))
        {
            Console.Out.WriteLine($"[{string.Join(",\n", trials.Select(StudyEventJson.Trial))}]");
            return;
        }

        string[] parameters = [.. trials.SelectMany(t => t.Parameters.Keys).Distinct().Order(StringComparer.Ordinal)];
        TableOutput.Write(StudyTables.Trials(trials, study.Objectives, parameters[..Math.Min(MostColumns, parameters.Length)]));
        if (parameters.Length > MostColumns)
        {
            Console.Out.WriteLine($"{parameters.Length - MostColumns} more parameters: see --json.");
        }
    }

    private static void Importance(ParseResult parse, StudyChoice study)
    {
        IReadOnlyList<ParameterImportance> importance = FanovaImportance.Of(study.History);
        if (parse.GetValue(CommonOptions.Json))
        {
            JsonOutput.Write(importance);
            return;
        }

        TableOutput.Write(StudyTables.Importance(importance));
    }

    private static void Delete(ParseResult parse, StudyChoice study)
    {
        string what = $"study '{study.Record.Name}' with {study.History.Trials.Count} trials";
        if (!parse.GetValue(s_confirmed))
        {
            throw new StudyException($"nothing was deleted: give --yes to delete {what}.");
        }

        study.Delete();
        Console.Out.WriteLine($"Deleted {what}.");
    }
}
