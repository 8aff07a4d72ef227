using System.CommandLine;
using PocketFlow.Cli.Commands;
using PocketFlow.Data;
using PocketFlow.Recipes;
using PocketFlow.Torch;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Cli;

/// <summary>The options that several verbs share; each verb adds those that it understands.</summary>
internal static class CommonOptions
{
    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "The data set: images:DIR, npy:DIR, npz:FILE, csv:FILE, tfrecord:DIR, fashion-mnist, mnist:DIR, "
            + "cifar10:DIR, cifar100:DIR. Default: what the model file says.",
    };

    public static Option<string?> Validation { get; } = new("--validation")
    {
        Description = "What is cut from the training images for validation: random:COUNT:SEED or last:COUNT. "
            + "Default: what the model was trained with, else random:5000:0.",
    };

    public static Option<string?> Normalization { get; } = new("--normalization")
    {
        Description = "Mean and deviation per channel, in units of pixel / 255: M,M,M/D,D,D (of the pixel: …@255), a range "
            + "such as -1..1 or 0..255, or imagenet. Default: what the model file says.",
    };

    public static Option<string?> Task { get; } = new("--task")
    {
        Description = $"What the model is for: {string.Join(", ", LearningTask.Names)}. "
            + "Default: what the targets of the data set are for.",
    };

    public static Option<string?> Loss { get; } = new("--loss")
    {
        Description = $"What training makes small: {LearningTaskText.LossForms}. Default: the task's own.",
    };

    public static Option<string?> Metric { get; } = new("--metric")
    {
        Description = $"The metric that chooses and leads: {LearningTaskText.MetricForms}. Default: the task's own.",
    };

    public static Option<int> Seed { get; } = new("--seed")
    {
        Description = "Seed of everything random.",
        DefaultValueFactory = _ => 0,
    };

    public static Option<string> Device { get; } = new("--device")
    {
        Description = "Where training runs: cpu or cuda:N.",
        DefaultValueFactory = _ => "cpu",
    };

    public static Option<int> Threads { get; } = new("--threads")
    {
        Description = "Threads of the training engine; 0 means one per processor.",
        DefaultValueFactory = _ => 0,
    };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print the result as JSON." };

    public static Option<string> Verbosity { get; } = VerbosityOption();

    /// <summary>Sets up the engine as the options say and returns the device.</summary>
    public static Device StartEngine(ParseResult parse)
    {
        int threads = parse.GetValue(Threads);
        Engine.Threads = threads > 0 ? threads : System.Environment.ProcessorCount;
        Engine.Seed(parse.GetValue(Seed));
        return Torch.Device.Parse(parse.GetValue(Device)!);
    }

    /// <summary>The task that the options choose for the targets of a data set.</summary>
    /// <exception cref="FormatException">A name is unknown or doesn't fit the targets.</exception>
    public static LearningTask TaskFor(ParseResult parse, TargetDescription target) => LearningTaskText.Choose(
        target, parse.GetValue(Task),
        parse.CommandResult.Command.Options.Contains(Loss) ? parse.GetValue(Loss) : null, parse.GetValue(Metric));

    /// <summary>Opens the data set that the options name, or else the one that a model file records.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="file">The model file, if any.</param>
    /// <exception cref="ArgumentException">Nobody names a data set.</exception>
    public static DatasetSplits OpenData(ParseResult parse, ModelFileSummary? file = null)
    {
        string name = parse.GetValue(Data) ?? file?.Dataset ?? throw new ArgumentException(
            $"{(file is null ? "The command line" : file.Path)} names no data set. Give one with --data: for example "
            + "images:DIR for a folder of class folders, or cifar10:DIR.");
        ValidationSplit? split = parse.GetValue(Validation) is { } text ? ValidationSplit.Parse(text) : file?.Validation;
        PreparationSettings preparation = PreparationOptions.For(parse, file?.Preparation);
        return DatasetRegistry.CreateDefault().Open(name, split, preparation.ToOptions());
    }

    private static Option<string> VerbosityOption()
    {
        var option = new Option<string>("--verbosity")
        {
            Description = "quiet, normal or debug; debug shows stack traces.",
            DefaultValueFactory = _ => "normal",
            Recursive = true,
        };
        option.AcceptOnlyFromAmong("quiet", "normal", "debug");
        return option;
    }
}
