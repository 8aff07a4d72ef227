using System.Runtime.CompilerServices;

namespace PocketFlow.Cli.Tests;

public class HelpTests
{
    [Theory]
    [InlineData("train")]
    [InlineData("inspect")]
    [InlineData("convert")]
    [InlineData("compress")]
    [InlineData("sensitivity")]
    [InlineData("worker")]
    [InlineData("evaluate")]
    [InlineData("benchmark")]
    [InlineData("study")]
    [InlineData("study report")]
    public async Task Help_EveryVerb_IsAsRecorded(string verb)
    {
        CommandRun run = await CommandRun.Of([.. verb.Split(' '), "--help"]);

        Assert.Equal(0, run.ExitCode);
        AssertGolden($"help.{verb.Replace(' ', '.')}.txt", Normal(run.Output));
    }

    [Fact]
    public async Task Help_Root_ListsEveryVerb()
    {
        CommandRun run = await CommandRun.Of("--help");

        Assert.All(
            ["train", "inspect", "convert", "compress", "evaluate", "benchmark", "study"],
            verb => Assert.Contains($"\n  {verb} ", run.Output, StringComparison.Ordinal));
    }

    private static string Normal(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).Trim() + "\n";

    private static void AssertGolden(string name, string text, [CallerFilePath] string source = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(source)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("POCKETFLOW_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }
}
