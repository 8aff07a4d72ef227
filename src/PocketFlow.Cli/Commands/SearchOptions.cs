using System.CommandLine;
using System.Globalization;
using PocketFlow.Recipes;

namespace PocketFlow.Cli.Commands;

/// <summary>How the settings of layers are searched: options of <c>compress</c>.</summary>
internal static class SearchOptions
{
    private static readonly Option<string?> s_latency = new("--latency")
    {
        Description = "Search: the longest that one run of the file may take, for example 0.8ms.",
    };

    private static readonly (Option Option, string Key)[] s_options =
    [
        (CompressOptions.Of<string>(
            "--search", "Search each layer's setting by random, sobol, tpe, gp, cma-es, nsga-ii, ddpg, ddpg-amc or "
            + "ddpg-ancestor."), "search.sampler"),
        (CompressOptions.Of<int>("--trials", "Search: candidates to try. Default: 100."), "search.trials"),
        (CompressOptions.Of<double>("--average-bits", "Search: bits of a weight on average, 2 to 8."), "search.averageBits"),
        (CompressOptions.Of<bool>(
            "--search-activations", "Search: bits of activations too; the average is over weights and activations."),
            "search.activations"),
        (CompressOptions.Of<bool>(
            "--search-edges", "Search: bits of the first and last layers too, which have --edge-bits otherwise."),
            "search.edges"),
        (CompressOptions.Of<double>("--max-parameters", "Search: the most parameters."), "search.parameters"),
        (CompressOptions.Of<double>("--max-bytes", "Search: the most bytes of parameters."), "search.bytes"),
        (CompressOptions.Of<string>(
            "--runtime", "Search: where latency is measured, onnxruntime or litert. Default: onnxruntime."), "search.runtime"),
        (CompressOptions.Of<string>(
            "--objective", "Search: metric on the validation images, or distance from the original's outputs, which needs no "
            + "labels. Default: metric."), "search.objective"),
        (CompressOptions.Of<string>(
            "--parametrization", "Search: per-layer, like-layers or stages. Default: the finest that the trials suffice for."),
            "search.parametrization"),
        (CompressOptions.Of<int>("--trial-epochs", "Search: epochs of fine-tuning inside a trial. Default: 0."),
            "search.epochs"),
        (CompressOptions.Of<string>(
            "--trial-pruner", "Search: what ends trials early that fine-tune: none, median, percentile, successive-halving, "
            + "hyperband. Default: none."), "search.pruner"),
        (CompressOptions.Of<int>("--trial-images", "Search: validation images that a trial looks at. Default: all."),
            "search.validationImages"),
        (CompressOptions.Of<string>(
            "--storage", "Search: an SQLite file, or \"Host=…;Database=…\" of PostgreSQL for many workers. Default: study.db "
            + "in the run directory."), "search.storage"),
        (CompressOptions.Of<string>("--study", "Search: the study's name in its storage. Default: search."), "search.study"),
    ];

    /// <summary>The options, in the order of the help text.</summary>
    public static IEnumerable<Option> All => [.. s_options.Select(o => o.Option), s_latency];

    /// <summary>Sets the values that were given.</summary>
    /// <exception cref="FormatException">The latency is none.</exception>
    public static void Set(RecipeDocument document, ParseResult parse)
    {
        CompressOptions.Set(document, parse, s_options);
        if (parse.GetValue(s_latency) is { } text)
        {
            document.Set("search.latency", Milliseconds(text).ToString("R", CultureInfo.InvariantCulture));
        }
    }

    private static double Milliseconds(string text)
    {
        (string number, double factor) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], 1.0),
            _ when text.EndsWith("us", StringComparison.Ordinal) => (text[..^2], 1e-3),
            _ when text.EndsWith('s') => (text[..^1], 1e3),
            _ => (text, 1.0),
        };
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value * factor
            : throw new FormatException($"--latency: found \"{text}\"; expected a time such as 0.8ms or 800us.");
    }
}
