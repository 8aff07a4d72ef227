using System.CommandLine;
using PocketFlow.Recipes;

namespace PocketFlow.Cli.Commands;

/// <summary>How records of the data set become inputs and labels: options of every verb that reads data.</summary>
internal static class PreparationOptions
{
    private static readonly (Option Option, string Key)[] s_options =
    [
        (CompressOptions.Of<string>(
            "--resize", "Resize images: 256 for the shorter side, 224x224 for rows x columns."), "preparation.resize"),
        (CompressOptions.Of<string>("--crop", "Cut the centre of images: 224, or rows x columns."), "preparation.crop"),
        (CompressOptions.Of<int>("--channels", "Channels of images: 3, or 1 for gray."), "preparation.channels"),
        (CompressOptions.Of<string>("--channel-order", "Order of three channels: rgb or bgr."), "preparation.channelOrder"),
        (CompressOptions.Of<string>(
            "--labels", "A file with the names of the classes in label order, one a line. Default: folder names, sorted."),
            "preparation.labelFile"),
        (CompressOptions.Of<int>(
            "--class-offset", "Outputs of the model before the first class: 1 where output 0 is \"background\"."),
            "preparation.classOffset"),
        (CompressOptions.Of<string>("--label-column", "The column of a CSV file, or feature of TFRecords, with the labels."),
            "preparation.labelColumn"),
        (CompressOptions.Of<string>("--layout", "Where arrays have their channels: channels-last or channels-first."),
            "preparation.layout"),
        (CompressOptions.Of<string>(
            "--test-split", "What is cut off for final figures where files have no test part: random:COUNT:SEED or last:COUNT."),
            "preparation.testSplit"),
    ];

    /// <summary>The options, in the order of the help text.</summary>
    public static IEnumerable<Option> All => s_options.Select(o => o.Option);

    /// <summary>Adds the options to a verb.</summary>
    public static Command WithPreparation(this Command command)
    {
        foreach (Option option in All)
        {
            command.Options.Add(option);
        }

        return command;
    }

    /// <summary>Sets the values that were given.</summary>
    public static void Set(RecipeDocument document, ParseResult parse) =>
        CompressOptions.Set(document, parse, s_options);

    /// <summary>What the command line says over what a model file records.</summary>
    /// <exception cref="RecipeException">A value is wrong; every problem is listed.</exception>
    public static PreparationSettings For(ParseResult parse, PreparationSettings? recorded)
    {
        RecipeDocument document = recorded is null ? new RecipeDocument() : RecipeDocument.For(recorded);
        Set(document, parse);
        PreparationSettings settings = document.ToRecipe().Preparation;
        RecipeProblem[] problems = [.. settings.Validate().Select(p => new RecipeProblem("preparation", p))];
        return problems.Length == 0 ? settings : throw new RecipeException("command line", problems);
    }
}
