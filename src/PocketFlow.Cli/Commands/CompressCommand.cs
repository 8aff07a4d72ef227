using System.CommandLine;
using PocketFlow.Cli.Rendering;
using PocketFlow.Recipes;
using PocketFlow.Reports;

namespace PocketFlow.Cli.Commands;

/// <summary><c>pocketflow compress FILE --data … --learner NAME … -o DIR</c>: the main job.</summary>
internal static class CompressCommand
{
    private static readonly Argument<string> s_file = ModelArgument.Create("The trained model, an ONNX file.");

    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "The run directory: receives model.tflite, model.onnx, report.json, recipe.json, and search.html of a search.",
        Required = true,
    };

    public static Command Create()
    {
        var command = new Command("compress", "Make a trained model smaller and faster, and measure what ships.")
        {
            s_file, s_output, CommonOptions.Json,
        };
        foreach (Option option in CompressOptions.All)
        {
            command.Add(option);
        }

        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(parse, cancellationToken)));
        return command;
    }

    private static int Run(ParseResult parse, CancellationToken cancellationToken)
    {
        Recipe recipe = CompressOptions.RecipeFor(parse);
        CompressionReport report;
        using (IRenderer renderer = Renderers.For(parse))
        {
            report = Compression.Run(
                parse.GetValue(s_file)!, recipe, parse.GetValue(s_output)!, renderer.LearnerProgress,
                events: renderer.StudyEvents, cancellationToken: cancellationToken);
        }

        if (parse.GetValue(CommonOptions.Json))
        {
            Console.Out.WriteLine(report.ToJson());
        }
        else
        {
            TableOutput.Write(ReportTable.Of(report));
            Console.Out.WriteLine();
            foreach (string note in report.Notes)
            {
                Console.Out.WriteLine(note);
            }

            string search = recipe.Search.Sampler is null ? "" : ", search.html";
            Console.Out.WriteLine($"Files: {Path.Combine(parse.GetValue(s_output)!, "model.tflite")}, model.onnx, "
                + $"report.json, recipe.json{search}.");
        }

        return report.IsTargetMet ? ExitCodes.Ok : ExitCodes.TargetNotMet;
    }
}
