using System.CommandLine;
using PocketFlow.Training;
using Spectre.Console;

namespace PocketFlow.Cli.Rendering;

/// <summary>Chooses how progress is shown: live on a terminal, plain lines elsewhere, nothing when quiet.</summary>
internal static class Renderers
{
    public static IRenderer For(ParseResult parse)
    {
        if (parse.GetValue(CommonOptions.Verbosity) == "quiet")
        {
            return new LineRenderer(TextWriter.Null, TimeProvider.System);
        }

        bool isJson = parse.CommandResult.Command.Options.Contains(CommonOptions.Json) && parse.GetValue(CommonOptions.Json);
        return Console.IsErrorRedirected || isJson
            ? new LineRenderer(Console.Error, TimeProvider.System, eventsAsJson: isJson)
            : new LiveRenderer(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }));
    }

    /// <summary>One line of text for the state of a training.</summary>
    public static string Describe(string name, TrainingProgress p)
    {
        string head = FormattableString.Invariant(
            $"{name}: epoch {p.Epoch + 1}/{p.Epochs} step {p.Step}/{p.StepsPerEpoch} loss {p.Loss:F4} ")
            + $"{p.Metric.Name}: train {p.Metric.Of(p.TrainMetric).Text()}";
        string tail = FormattableString.Invariant($"{p.ImagesPerSecond:F0} images/s, {Left(p.Remaining)} left");
        return p.ValidationMetric is { } validation
            ? $"{head} validation {p.Metric.Of(validation).Text()} {tail}"
            : $"{head} {tail}";
    }

    public static string Left(TimeSpan time) => time.TotalHours >= 1
        ? FormattableString.Invariant($"{(int)time.TotalHours} h {time.Minutes:00} min")
        : FormattableString.Invariant($"{time.Minutes} min {time.Seconds:00} s");
}
