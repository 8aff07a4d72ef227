using System.CommandLine;
using System.Text.Json.Nodes;
using PocketFlow.Allocation;
using PocketFlow.Cli.Rendering;
using PocketFlow.Reports;

namespace PocketFlow.Cli.Commands;

/// <summary><c>pocketflow sensitivity FILE --data … --learner NAME</c>: how much each layer costs.</summary>
internal static class SensitivityCommand
{
    private static readonly Argument<string> s_file = ModelArgument.Create("The trained model, an ONNX or TFLite file.");

    public static Command Create()
    {
        var command = new Command("sensitivity", "Measure how much each layer costs when it alone is pruned or quantized.")
        {
            s_file, CommonOptions.Json,
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
        SensitivityReport report;
        using (IRenderer renderer = Renderers.For(parse))
        {
            report = SensitivityRun.Run(
                ModelFile.Read(parse.GetValue(s_file)!), CompressOptions.RecipeFor(parse), renderer.LearnerProgress,
                cancellationToken: cancellationToken);
        }

        if (parse.GetValue(CommonOptions.Json))
        {
            JsonOutput.Write(AsJson(report));
            return ExitCodes.Ok;
        }

        Console.Out.WriteLine(FormattableString.Invariant(
            $"{report.Learner}: {report.Metric} of the whole model on the validation images is {report.Original:0.####}."));
        TableOutput.Write(report.ToTable());
        Console.Out.WriteLine("Distance: mean squared difference of the outputs at the lowest level, relative to their mean "
            + "square; a quarter of the bar is a factor of ten.");
        return ExitCodes.Ok;
    }

    private static JsonObject AsJson(SensitivityReport report) => new()
    {
        ["learner"] = report.Learner,
        ["metric"] = report.Metric,
        ["unit"] = report.Unit,
        ["original"] = report.Original,
        ["layers"] = new JsonArray([.. report.Sensitivities.Select(s => LayerJson(report.Layers[s.Layer], s))]),
    };

    private static JsonObject LayerJson(AllocatedLayer layer, LayerSensitivity sensitivity) => new()
    {
        ["name"] = layer.Name,
        ["whole"] = layer.Levels[^1],
        ["points"] = new JsonArray([.. sensitivity.Points.Select(p => new JsonObject
        {
            ["level"] = layer.Levels[p.Level], ["metric"] = p.Metric, ["distance"] = p.Distance,
        })]),
    };
}
