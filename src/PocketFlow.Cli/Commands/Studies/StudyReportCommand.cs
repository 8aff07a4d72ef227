using System.CommandLine;
using PocketFlow.Reports;

namespace PocketFlow.Cli.Commands;

/// <summary><c>pocketflow study report</c>: a study as one HTML file.</summary>
internal static class StudyReportCommand
{
    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "The HTML file to write.",
        DefaultValueFactory = _ => "study.html",
    };

    private static readonly Option<string?> s_cost = new("--cost")
    {
        Description = "The attribute of trials, a number, to draw the value against, for example macs. Default: the first "
            + "constraint.",
    };

    public static Command Create()
    {
        var command = new Command("report", "Write a study as one HTML file with charts.")
        {
            StudyChoice.Storage, StudyChoice.Name, s_output, s_cost,
        };
        command.SetAction(parse => Run(parse));
        return command;
    }

    private static int Run(ParseResult parse)
    {
        using StudyChoice study = StudyChoice.Open(parse);
        string path = OutputPath.Writable(Path.GetFullPath(parse.GetValue(s_output)!));
        StudyReportPage.Write(path, new StudyReportContent
        {
            Title = study.Record.Name, History = study.History, CostAttribute = parse.GetValue(s_cost),
            Facts = study.Record.Sampler is { } sampler ? [new("sampler", sampler)] : [],
        });
        Console.Out.WriteLine(StudyReportPage.HasCharts
            ? path
            : $"{path} (tables only: this program was built without the chart library; runtimes/install.sh fetches it)");
        return ExitCodes.Ok;
    }
}
