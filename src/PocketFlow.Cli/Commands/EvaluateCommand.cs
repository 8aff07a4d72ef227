using System.CommandLine;
using PocketFlow.Cli.Rendering;
using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Learners;
using PocketFlow.Reports;
using PocketFlow.Runs;
using PocketFlow.Runtimes;
using PocketFlow.Torch;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Cli.Commands;

/// <summary><c>pocketflow evaluate FILE --data …</c>: the task's metrics of a model file in its runtime.</summary>
internal static class EvaluateCommand
{
    private const string All = "all";

    private static readonly Argument<string> s_file = ModelArgument.Create(
        "An ONNX file (runs in ONNX Runtime) or a TFLite file (runs in LiteRT).");

    private static readonly Option<string?> s_split = SplitOption();

    private static readonly Option<int?> s_images = new("--images")
    {
        Description = "Take only the first images of the split. Default: all.",
    };

    private static readonly Option<bool> s_engine = new("--engine")
    {
        Description = "Run the model in the training engine instead.",
    };

    public static Command Create()
    {
        var command = new Command("evaluate", "Measure a model file by running it: accuracy, or what its task is about.")
        {
            s_file, CommonOptions.Data, CommonOptions.Task, CommonOptions.Metric, s_split, s_images, s_engine,
            CommonOptions.Validation, CommonOptions.Normalization, CommonOptions.Seed, CommonOptions.Device,
            CommonOptions.Threads, CommonOptions.Json,
        }.WithPreparation();
        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(parse, cancellationToken)));
        return command;
    }

    private static int Run(ParseResult parse, CancellationToken cancellationToken)
    {
        ModelFileSummary file = ModelFile.Identify(parse.GetValue(s_file)!);
        Normalization normalization = NormalizationFor(parse, file);
        (ImageDataset images, string split) = Images(parse, file);
        LearningTask task = CommonOptions.TaskFor(parse, images.Target);
        (string runtime, Predictions predictions) = parse.GetValue(s_engine) || file.Format == ModelFileFormat.TensorFlow
            ? InEngine(parse, file.Path, task, images, normalization, cancellationToken)
            : InRuntime(parse, file, task, images, normalization, cancellationToken);
        if (parse.GetValue(CommonOptions.Json))
        {
            JsonOutput.Write(new
            {
                file.Path, runtime, images.Name, split, images = images.Count, task = task.Name,
                metrics = predictions.Metrics,
            });
            return ExitCodes.Ok;
        }

        Console.Out.WriteLine(
            $"{file.Path}: {string.Join(", ", predictions.Metrics)} on {Figures.Count(images.Count)} "
            + $"{(split == All ? "" : split + " ")}images of {parse.GetValue(CommonOptions.Data) ?? images.Name} in {runtime}");
        return ExitCodes.Ok;
    }

    private static (string Runtime, Predictions Predictions) InEngine(
        ParseResult parse, string path, LearningTask task, ImageDataset images, Normalization normalization,
        CancellationToken cancellationToken) =>
        ("the training engine", InEngine(
            ModelFile.Read(path), task, images, normalization, CommonOptions.StartEngine(parse), cancellationToken));

    private static Predictions InEngine(
        Model model, LearningTask task, ImageDataset images, Normalization normalization, Device device,
        CancellationToken cancellationToken)
    {
        ImageDataset shaped = TaskFit.Shaped(model, images);
        return TaskFit.ProblemOf(model, shaped) is { } problem
            ? throw new ArgumentException(problem)
            : ModelPredictor.InEngine(model, task, shaped, normalization, device, cancellationToken);
    }

    private static (string Runtime, Predictions Predictions) InRuntime(
        ParseResult parse, ModelFileSummary file, LearningTask task, ImageDataset images, Normalization normalization,
        CancellationToken cancellationToken)
    {
        using var runtimes = new ModelRuntimes();
        using IRenderer renderer = Renderers.For(parse);
        IModelRuntime runtime = runtimes.For(file.Format);
        using IModelSession session = runtime.Load(
            file.Path, new SessionOptions { Threads = Math.Max(1, parse.GetValue(CommonOptions.Threads)) });
        var progress = new ShareProgress(renderer.LearnerProgress, $"evaluate in {runtime.Name}");
        return (runtime.Name, ModelPredictor.InRuntime(
            session, ModelFile.ActivationOf(file.Path, task), task, images, normalization, progress, cancellationToken));
    }

    private static Normalization NormalizationFor(ParseResult parse, ModelFileSummary file) =>
        parse.GetValue(CommonOptions.Normalization) is { } text
            ? Normalization.Parse(text)
            : file.Normalization ?? throw new FormatException(
                $"{file.Path} doesn't say how its inputs are normalised. Give --normalization MEAN,…/DEVIATION,… "
                + $"in units of pixel / 255, for example {Normalization.ImageNet}.");

    private static (ImageDataset Images, string Split) Images(ParseResult parse, ModelFileSummary file)
    {
        DatasetSplits data = CommonOptions.OpenData(parse, file);
        string split = parse.GetValue(s_split) ?? (data.HasTest ? "test" : All);
        ImageDataset images = split switch
        {
            "train" => data.Train,
            "validation" => data.Validation,
            All => data.Whole,
            _ => data.Test,
        };
        int count = parse.GetValue(s_images) is { } asked and > 0 ? Math.Min(asked, images.Count) : images.Count;
        return (count < images.Count ? images.Slice(..count) : images, split);
    }

    private static Option<string?> SplitOption()
    {
        var option = new Option<string?>("--split")
        {
            Description = "The images: test, validation or train; all of data without a test part. "
                + "Default: test, or else all.",
        };
        option.AcceptOnlyFromAmong("test", "validation", "train", All);
        return option;
    }

    private sealed class ShareProgress(IProgress<LearnerProgress> progress, string phase) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new LearnerProgress(phase, value, null));
    }
}
