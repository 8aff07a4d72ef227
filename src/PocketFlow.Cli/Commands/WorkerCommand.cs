using System.CommandLine;
using PocketFlow.Cli.Rendering;

namespace PocketFlow.Cli.Commands;

/// <summary><c>pocketflow worker --storage PLACE --study NAME</c>: help with a search that another process began.</summary>
internal static class WorkerCommand
{
    private static readonly Option<string> s_storage = new("--storage")
    {
        Description = "Where the study is kept: an SQLite file, or \"Host=…;Database=…\" of PostgreSQL.",
        Required = true,
    };

    private static readonly Option<string> s_study = new("--study")
    {
        Description = "The study's name.",
        DefaultValueFactory = _ => "search",
    };

    private static readonly Option<string?> s_model = new("--model")
    {
        Description = "The model file on this machine. Default: the path where the search began.",
    };

    private static readonly Option<string?> s_data = new("--data")
    {
        Description = "The data set on this machine, for example cifar10:DIR. Default: as where the search began.",
    };

    public static Command Create()
    {
        var command = new Command("worker", "Evaluate trials of a search that another process began, on any machine.")
        {
            s_storage, s_study, s_model, s_data, CommonOptions.Json,
        };
        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(parse, cancellationToken)));
        return command;
    }

    private static int Run(ParseResult parse, CancellationToken cancellationToken)
    {
        using IRenderer renderer = Renderers.For(parse);
        SearchWorker.Run(
            parse.GetValue(s_storage)!, parse.GetValue(s_study)!, parse.GetValue(s_model), parse.GetValue(s_data),
            renderer.LearnerProgress, renderer.StudyEvents, cancellationToken: cancellationToken);
        return ExitCodes.Ok;
    }
}
