namespace PocketFlow.Cli.Tests;

/// <summary>What a command printed and returned.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs the command line in this process.</summary>
    public static Task<CommandRun> Of(params string[] arguments) =>
        Listening(() => CommandLine.RunAsync(arguments));

    /// <summary>What a command does whose work ends with a failure.</summary>
    public static Task<CommandRun> Failing(Exception failure) => Listening(
        () => FailureReport.GuardAsync(CommandLine.Create().Parse(["inspect", "x"]), () => throw failure));

    private static async Task<CommandRun> Listening(Func<Task<int>> command)
    {
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        using var heard = new StringWriter();
        using var complaints = new StringWriter();
        Console.SetOut(heard);
        Console.SetError(complaints);
        try
        {
            int code = await command();
            return new CommandRun(code, heard.ToString(), complaints.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    /// <summary>The last line on the error stream: the message of a failed command.</summary>
    public string Message => Error.TrimEnd().Split('\n')[^1];

    /// <summary>Asserts a failure as users should see it: a code and one line, no stack trace.</summary>
    public void AssertFailed(int code, params string[] parts)
    {
        Assert.True(code == ExitCode, $"exit code {ExitCode}, expected {code}: {Error}");
        Assert.StartsWith("pocketflow: ", Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, Message, StringComparison.Ordinal));
    }
}
