using System.CommandLine;
using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Learners;
using PocketFlow.Runtimes;
using PocketFlow.Search;
using PocketFlow.Training;

namespace PocketFlow.Cli;

/// <summary>Turns failures into one message on the error stream and an exit code; stack traces only when debugging.</summary>
internal static class FailureReport
{
    public static async Task<int> GuardAsync(ParseResult parse, Func<Task<int>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return Report(parse, e);
        }
    }

    internal static int Report(ParseResult parse, Exception e)
    {
        if (e is OperationCanceledException)
        {
            Console.Error.WriteLine(
                "Cancelled. The same command goes on from the last checkpoint, or the last finished trial, where there is one.");
            return ExitCodes.Cancelled;
        }

        int code = CodeOf(e);
        Console.Error.WriteLine(code == ExitCodes.Internal
            ? $"pocketflow: internal error ({e.GetType().Name}): {e.Message} Run again with --verbosity debug for details."
            : $"pocketflow: {e.Message}");
        if (parse.GetValue(CommonOptions.Verbosity) == "debug")
        {
            Console.Error.WriteLine(e);
        }

        return code;
    }

    private static int CodeOf(Exception e) => e switch
    {
        UnsupportedOperatorException or UnsupportedFormatException or RuntimeUnavailableException =>
            ExitCodes.Unsupported,
        BudgetInfeasibleException or TrainingDivergedException => ExitCodes.TargetNotMet,
        PocketFlowException or DatasetException or FormatException or ArgumentException => ExitCodes.InvalidInput,
        RuntimeFailedException or StudyException => ExitCodes.InvalidInput,
        IOException or UnauthorizedAccessException => ExitCodes.InvalidInput,
        _ => ExitCodes.Internal,
    };
}
