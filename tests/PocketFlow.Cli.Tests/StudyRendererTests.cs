using System.Text.Json;
using PocketFlow.Cli.Rendering;
using PocketFlow.Search;
using Spectre.Console;

namespace PocketFlow.Cli.Tests;

public sealed class StudyRendererTests
{
    [Fact]
    public void LineRenderer_Search_HasALinePerFinishedTrial()
    {
        using var output = new StringWriter();
        using (var renderer = new LineRenderer(output, TimeProvider.System))
        {
            Search(renderer.StudyEvents, 3);
        }

        string[] lines = output.ToString().TrimEnd().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("study: 0 of 3 trials", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^trial 1: 2 \(completed, [\d.]+ s\); study: 2 of 3 trials, best 1 by trial 0, .* left, overhead", lines[2]);
        Assert.StartsWith("study: 3 of 3 trials, best 1 by trial 0", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void LineRenderer_Json_HasALinePerEvent()
    {
        using var output = new StringWriter();
        using (var renderer = new LineRenderer(output, TimeProvider.System, eventsAsJson: true))
        {
            Search(renderer.StudyEvents, 2);
        }

        string[] events = [.. output.ToString().TrimEnd().Split('\n')
            .Select(l => JsonDocument.Parse(l).RootElement.GetProperty("event").GetString()!)];
        Assert.Equal(
            [
                "study-started", "trial-started", "trial-reported", "trial-finished", "trial-started", "trial-reported",
                "trial-finished", "study-finished",
            ],
            events);
    }

    [Fact]
    public void LiveRenderer_Search_RedrawsItsTableInPlace()
    {
        using var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes, Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 70;
        using (var renderer = new LiveRenderer(console))
        {
            Search(renderer.StudyEvents, 20);
        }

        string[] screen = Screen(output.ToString());
        Assert.Equal(10, screen.Length);
        Assert.Matches("trial +state +value +seconds", screen[0]);
        Assert.Matches("^ +12 +completed +13 ", screen[1]);
        Assert.Matches("^ +19 +completed +20 ", screen[8]);
        Assert.StartsWith("study: 20 of 20 trials, best 1 by trial 0", screen[9], StringComparison.Ordinal);
        Assert.All(screen, line => Assert.InRange(line.Length, 1, 69));
    }

    /// <summary>What a terminal shows that knows "up n lines" and "clear to the end".</summary>
    private static string[] Screen(string written)
    {
        var lines = new List<string> { "" };
        foreach (string part in written.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\r'))
        {
            string text = part;
            if (System.Text.RegularExpressions.Regex.Match(text, "^(\u001b\\[(\\d+)A)?\u001b\\[0J") is { Success: true } clear)
            {
                int up = clear.Groups[2].Success ? int.Parse(clear.Groups[2].Value) : 0;
                lines.RemoveRange(lines.Count - 1 - up, up + 1);
                lines.Add("");
                text = text[clear.Length..];
            }

            string[] added = System.Text.RegularExpressions.Regex.Replace(text, "\u001b\\[[\\d;]*m", "").Split('\n');
            lines[^1] += added[0];
            lines.AddRange(added[1..]);
        }

        return [.. lines.Select(l => l.TrimEnd()).Where(l => l.Length > 0)];
    }

    private static void Search(IProgress<StudyEvent> listener, int trials)
    {
        Study study = Study.InMemory(new StudyOptions());
        var progress = new StudyProgress(study, trials, listener);
        progress.Start();
        for (int i = 0; i < trials; i++)
        {
            Trial trial = study.Ask(new SearchSpace { { "x", new FloatDistribution(0, 1) } });
            progress.Begin(trial);
            trial.Report(1, i);
            progress.Report(1, i);
            study.Tell(trial, i + 1);
            progress.End(trial);
        }

        progress.Finish();
    }
}
