using System.CommandLine;
using PocketFlow.Cli;
using PocketFlow.Cli.Commands;

var root = new RootCommand("Makes trained neural networks smaller and faster, and proves it in the runtimes they ship to.")
{
    TrainCommand.Create(),
    InspectCommand.Create(),
    EvaluateCommand.Create(),
    BenchmarkCommand.Create(),
    CommonOptions.Verbosity,
};

ParseResult parse = root.Parse(args);
return await FailureReport.GuardAsync(parse, () => parse.InvokeAsync(new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false,
}));
