using System.CommandLine;
using System.CommandLine.Help;
using PocketFlow.Cli.Commands;

namespace PocketFlow.Cli;

/// <summary>The command line as a whole: its verbs, and how a run ends.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command and returns the exit code of the process.</summary>
    public static Task<int> RunAsync(string[] arguments)
    {
        ParseResult parse = Create().Parse(arguments);
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            Output = Console.Out,
            Error = Console.Error,
        };
        return FailureReport.GuardAsync(parse, () => parse.InvokeAsync(configuration));
    }

    /// <summary>All verbs and the options that each has.</summary>
    /// <remarks>A RootCommand would call itself by the name of the assembly, which users never see.</remarks>
    public static Command Create() => new(
        "pocketflow",
        "Makes trained neural networks smaller and faster, and proves it in the runtimes they ship to.")
    {
        TrainCommand.Create(),
        InspectCommand.Create(),
        ConvertCommand.Create(),
        CompressCommand.Create(),
        SensitivityCommand.Create(),
        WorkerCommand.Create(),
        EvaluateCommand.Create(),
        BenchmarkCommand.Create(),
        StudyCommand.Create(),
        CommonOptions.Verbosity,
        new HelpOption(),
        new VersionOption(),
    };
}
