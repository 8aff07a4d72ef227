using System.CommandLine;
using PocketFlow.Cli.Rendering;
using PocketFlow.Data;
using PocketFlow.Formats.Onnx;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Networks;
using PocketFlow.Torch;
using PocketFlow.Training;
using PocketFlow.Training.Schedules;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Cli.Commands;

/// <summary>
/// <c>pocketflow train NETWORK --data … -o FILE.onnx</c>: trains a reference network from scratch, or a model file further.
/// </summary>
internal static class TrainCommand
{
    private static readonly Argument<string> s_network = new("network")
    {
        Description = $"A trained model file, or a network to train from scratch: {string.Join(", ", ReferenceNetworks.Names)}.",
    };

    private static readonly Option<FileInfo> s_output = new("--output", "-o")
    {
        Description = "The ONNX file to write.",
        Required = true,
    };

    private static readonly Option<int> s_epochs = new("--epochs")
    {
        Description = "Passes over the training images.",
        DefaultValueFactory = _ => 40,
    };

    private static readonly Option<int> s_batchSize = new("--batch-size")
    {
        Description = "Images per step.",
        DefaultValueFactory = _ => 128,
    };

    private static readonly Option<double?> s_learningRate = new("--learning-rate")
    {
        Description = "The highest learning rate. Default: 0.1 from scratch, 0.01 for a trained model.",
    };

    private static readonly Option<bool> s_keepFolded = new("--keep-folded")
    {
        Description = "Train a model whose batch normalisation was folded away as it is, without recovering it.",
    };

    private static readonly Option<double> s_weightDecay = new("--weight-decay")
    {
        Description = "The pull of weights towards zero.",
        DefaultValueFactory = _ => 5e-4,
    };

    private static readonly Option<ScheduleKind> s_schedule = new("--schedule")
    {
        Description = "The shape of the learning rate.",
        DefaultValueFactory = _ => ScheduleKind.Cosine,
    };

    private static readonly Option<double?> s_labelSmoothing = new("--label-smoothing")
    {
        Description = "The share of the target that is spread over all classes: short for --loss cross-entropy:SHARE.",
    };

    private static readonly Option<double?> s_ema = new("--ema")
    {
        Description = "Average the weights, keeping this share at each step, for example 0.999.",
    };

    private static readonly Option<string?> s_augmentation = new("--augmentation")
    {
        Description = "What is done to training images: pad-crop:PIXELS, flip, cutout:PIXELS, joined by commas; or none. "
            + "Default: pad-crop:4,flip for 8-bit images with classes, else none.",
    };

    private static readonly Option<Precision> s_precision = new("--precision")
    {
        Description = "The number format of products; Auto takes bfloat16 where it is faster.",
    };

    private static readonly Option<double> s_width = new("--width")
    {
        Description = "The width multiplier of MobileNets.",
        DefaultValueFactory = _ => 1,
    };

    public static Command Create()
    {
        var command = new Command("train", "Train a reference network, or a trained model further, and write it as ONNX.")
        {
            s_network, CommonOptions.Data, s_output, CommonOptions.Validation, CommonOptions.Normalization,
            CommonOptions.Task, CommonOptions.Loss, CommonOptions.Metric, s_epochs, s_batchSize, s_learningRate,
            s_weightDecay, s_schedule, s_labelSmoothing, s_ema, s_augmentation, s_precision,
            s_keepFolded, s_width, CommonOptions.Seed, CommonOptions.Device, CommonOptions.Threads, CommonOptions.Json,
        }.WithPreparation();
        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(parse, cancellationToken)));
        return command;
    }

    private static int Run(ParseResult parse, CancellationToken cancellationToken)
    {
        string output = OutputPath.Writable(parse.GetValue(s_output)!.FullName);
        DatasetSplits data = CommonOptions.OpenData(parse);
        LearningTask task = TaskFor(parse, data.Train.Target);
        Device device = CommonOptions.StartEngine(parse);
        Normalization normalization = NormalizationFor(parse, data);
        Model model = StartFor(parse, data.Train, normalization, device, cancellationToken);
        var trainer = new Trainer(OptionsFor(parse, task, data.Train, output), device);
        TrainingResult result;
        using (IRenderer renderer = Renderers.For(parse))
        {
            result = trainer.Train(
                model, data.Train, data.Validation, normalization, renderer.TrainingProgress("train"), cancellationToken);
        }

        result.Model.Metadata[ModelMetadata.Normalization] = normalization.ToString();
        result.Model.Metadata[ModelMetadata.Dataset] = data.Format.Id;
        result.Model.Metadata[ModelMetadata.Validation] = data.Split.ToString();
        if (PreparationOptions.For(parse, null).ToRecord() is { } preparation)
        {
            result.Model.Metadata[ModelMetadata.Preparation] = preparation;
        }

        result.Model.Metadata[ModelMetadata.History] = FormattableString.Invariant(
            $"trained {result.Epochs.Count} epochs in {result.Precision}, best epoch {result.BestEpoch + 1}");
        OnnxFormat.Write(result.Model, output);
        File.Delete(CheckpointOf(output));
        Print(parse, output, result, data.HasTest
            ? Evaluator.Measure(result.Model, task, data.Test, normalization, device, cancellationToken)
            : []);
        return ExitCodes.Ok;
    }

    private static void Print(
        ParseResult parse, string output, TrainingResult result, IReadOnlyList<MetricValue> test)
    {
        if (parse.GetValue(CommonOptions.Json))
        {
            JsonOutput.Write(new
            {
                output,
                bestEpoch = result.BestEpoch + 1,
                epochs = result.Epochs,
                validation = result.Validation,
                test,
                precision = result.Precision.ToString(),
            });
            return;
        }

        Console.Out.WriteLine(FormattableString.Invariant(
            $"{output}: epoch {result.BestEpoch + 1} of {result.Epochs.Count}, ")
            + $"validation {result.Validation}" + (test.Count > 0 ? $", test {string.Join(", ", test)}" : ""));
    }

    private static Normalization NormalizationFor(ParseResult parse, DatasetSplits data) =>
        parse.GetValue(CommonOptions.Normalization) is { } text
            ? Normalization.Parse(text)
            : data.Format.KnownNormalization ?? Normalization.FromTrain(data.Train);

    private static Model StartFor(
        ParseResult parse, ImageDataset train, Normalization normalization, Device device,
        CancellationToken cancellationToken)
    {
        string network = parse.GetValue(s_network)!;
        return IsFile(network)
            ? TrainingStart.FromFile(
                network, train, normalization, device, !parse.GetValue(s_keepFolded), cancellationToken)
            : ReferenceNetworks.Build(network, NetworkOptionsFor(parse, train));
    }

    private static bool IsFile(string network) => File.Exists(network) || Directory.Exists(network);

    private static NetworkOptions NetworkOptionsFor(ParseResult parse, ImageDataset train) => new(
        train.Shape.Image.Channels, train.Shape.Image.Height, train.Shape.Image.Width, train.Target.OutputCount,
        parse.GetValue(CommonOptions.Seed), parse.GetValue(s_width));

    private static LearningTask TaskFor(ParseResult parse, TargetDescription target)
    {
        LearningTask task = CommonOptions.TaskFor(parse, target);
        return parse.GetValue(s_labelSmoothing) is not { } smoothing
            ? task
            : target.Kind is TargetKind.Class or TargetKind.ClassMap
                ? task with { Loss = Loss.CrossEntropy(smoothing, target.IgnoreIndex) }
                : throw new FormatException($"Found --label-smoothing; it isn't for targets that are {target}.");
    }

    private static TrainingOptions OptionsFor(
        ParseResult parse, LearningTask task, ImageDataset images, string output) => new()
    {
        Task = task,
        Epochs = parse.GetValue(s_epochs),
        BatchSize = parse.GetValue(s_batchSize),
        LearningRate = parse.GetValue(s_learningRate) ?? (IsFile(parse.GetValue(s_network)!) ? 0.01 : 0.1),
        WeightDecay = parse.GetValue(s_weightDecay),
        Schedule = parse.GetValue(s_schedule),
        EmaDecay = parse.GetValue(s_ema),
        Augmentation = AugmentationPipeline.For(parse.GetValue(s_augmentation), images),
        Precision = parse.GetValue(s_precision),
        Seed = parse.GetValue(CommonOptions.Seed),
        CheckpointPath = CheckpointOf(output),
    };

    private static string CheckpointOf(string output) => output + ".checkpoint";
}
