using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PocketFlow.Recipes;

namespace PocketFlow.Cli.Commands;

/// <summary>The options of <c>compress</c>; each one is a value of the recipe, so that all meet there.</summary>
internal static class CompressOptions
{
    private static readonly Option<string?> s_recipe = new("--recipe")
    {
        Description = "A recipe file to start from, for example recipe.json of an earlier run.",
    };

    private static readonly Option<string[]> s_learners = new("--learner")
    {
        Description = $"A learner to run: {string.Join(", ", LearnerRegistry.Default.Names)}. Repeat it for a chain; "
            + "order counts.",
    };

    private static readonly Option<string[]> s_set = new("--set")
    {
        Description = "Set any value of the recipe: PATH=VALUE, for example learners[0].learningRate=0.01.",
    };

    private static readonly Option<bool> s_integerInterface = new("--integer-interface")
    {
        Description = "Give a quantized TFLite file int8 inputs and outputs.",
    };

    private static readonly Option<bool> s_skipBenchmark = new("--skip-benchmark")
    {
        Description = "Leave latencies out.",
    };

    private static readonly (Option Option, string Key)[] s_ofLearners =
    [
        (Of<double>("--speed-up", "channel-pruning: the factor by which multiply-accumulates shrink."), "speedUp"),
        (Of<double>("--pruning-ratio", "channel-pruning: the share of channels to remove everywhere, 0 to 1."),
            "pruningRatio"),
        (Of<int>("--round-to", "channel-pruning: keep channel counts at multiples of this."), "roundTo"),
        (Of<int>("--weight-bits", "uniform-quantization: bits of weights, 2 to 8. Default: 8."), "weightBits"),
        (Of<int>("--activation-bits", "uniform-quantization: bits of activations, 2 to 8. Default: 8."),
            "activationBits"),
        (Of<int>("--edge-bits", "uniform-quantization: bits of first and last layers, 2 to 8. Default: 8."), "edgeBits"),
        (Of<int>("--epochs", "Epochs of fine-tuning or quantization-aware training, for every learner."), "epochs"),
        (Of<int>("--calibration-images", "Training images that learners look at, for every learner."),
            "calibrationImages"),
        (Of<double>("--teacher-weight", "The original model's share in the training loss, 0 to 1."),
            "distillationWeight"),
    ];

    // Of recipes, not of learners. No defaults here: what isn't given must not override a recipe file.
    private static readonly (Option Option, string Key)[] s_ofRecipe =
    [
        (Of<string>("--data", CommonOptions.Data.Description!), "data"),
        (Of<string>("--validation", CommonOptions.Validation.Description!), "validation"),
        (Of<string>("--normalization", CommonOptions.Normalization.Description!), "normalization"),
        (Of<string>("--task", CommonOptions.Task.Description!), "task"),
        (Of<string>("--loss", CommonOptions.Loss.Description!), "loss"),
        (Of<string>("--metric", CommonOptions.Metric.Description!), "metric"),
        (Of<int>("--seed", CommonOptions.Seed.Description!), "seed"),
        (Of<int>("--threads", CommonOptions.Threads.Description!), "threads"),
        (Of<string>("--device", CommonOptions.Device.Description!), "device"),
        (Of<int>("--evaluation-images", "Measure on the first test images only."), "measurement.images"),
    ];

    /// <summary>Every option, in the order of the help text.</summary>
    public static IEnumerable<Option> All =>
    [
        s_learners, .. s_ofLearners.Select(o => o.Option), .. SearchOptions.All, .. s_ofRecipe.Select(o => o.Option), .. PreparationOptions.All,
        s_integerInterface, s_skipBenchmark, s_recipe, s_set,
    ];

    /// <summary>The recipe that the command line asks for.</summary>
    /// <exception cref="RecipeException">Something is wrong; every problem is listed.</exception>
    public static Recipe RecipeFor(ParseResult parse)
    {
        RecipeDocument document = Start(parse);
        Set(document, parse, s_ofRecipe);
        PreparationOptions.Set(document, parse);
        SearchOptions.Set(document, parse);
        foreach ((Option option, string key) in s_ofLearners)
        {
            if (TextOf(parse, option) is { } value)
            {
                document.SetForLearners(key, value, option.Name);
            }
        }

        if (parse.GetValue(s_integerInterface))
        {
            document.Set("export.tfLiteInterface", "int8");
        }

        if (parse.GetValue(s_skipBenchmark))
        {
            document.Set("measurement.latency", "false");
        }

        Assign(document, parse.GetValue(s_set) ?? []);
        return document.ToRecipe();
    }

    /// <summary>Sets the values of options that were given.</summary>
    public static void Set(RecipeDocument document, ParseResult parse, IEnumerable<(Option Option, string Key)> options)
    {
        foreach ((Option option, string key) in options)
        {
            if (TextOf(parse, option) is { } value)
            {
                document.Set(key, value);
            }
        }
    }

    private static RecipeDocument Start(ParseResult parse)
    {
        string[] learners = parse.GetValue(s_learners) ?? [];
        if (parse.GetValue(s_recipe) is { } path)
        {
            return learners.Length == 0
                ? RecipeDocument.Load(path)
                : throw new ArgumentException(
                    "Found --learner beside --recipe; a recipe has its own learners. Change their settings with --set, "
                    + "or leave --recipe out.");
        }

        var document = new RecipeDocument();
        foreach (string learner in learners)
        {
            // Settings are given to learners by name, so names are checked before settings.
            document.AddLearner(LearnerRegistry.Default.Get(learner).Name);
        }

        return document;
    }

    private static void Assign(RecipeDocument document, string[] assignments)
    {
        foreach (string assignment in assignments)
        {
            string[] parts = assignment.Split('=', 2);
            if (parts.Length != 2)
            {
                throw new ArgumentException($"Found --set {assignment}; expected --set PATH=VALUE.");
            }

            document.Set(parts[0], parts[1]);
        }
    }

    /// <summary>What the user gave, as JSON; null where nothing was given.</summary>
    private static string? TextOf(ParseResult parse, Option option) => option switch
    {
        _ when parse.GetResult(option) is null => null,
        Option<bool?> flag => parse.GetValue(flag) is { } isSet ? JsonSerializer.Serialize(isSet) : null,
        Option<int?> whole => parse.GetValue(whole)?.ToString(CultureInfo.InvariantCulture),
        Option<double?> number => parse.GetValue(number)?.ToString("R", CultureInfo.InvariantCulture),
        Option<string?> text => parse.GetValue(text) is { } given ? JsonSerializer.Serialize(given) : null,
        _ => throw new InvalidOperationException($"{option.Name} has a type that recipes don't have."),
    };

    /// <summary>An option without a default: what isn't given must not override a recipe file.</summary>
    public static Option Of<T>(string name, string description)
    {
        Option option = typeof(T) == typeof(int) ? new Option<int?>(name)
            : typeof(T) == typeof(bool) ? new Option<bool?>(name)
            : typeof(T) == typeof(double) ? new Option<double?>(name)
            : new Option<string?>(name);
        option.Description = description;
        return option;
    }
}
