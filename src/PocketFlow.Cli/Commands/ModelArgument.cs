using System.CommandLine;

namespace PocketFlow.Cli.Commands;

/// <summary>The model file that most verbs work on.</summary>
internal static class ModelArgument
{
    public static Argument<string> Create(string description) => new("file") { Description = description };
}
