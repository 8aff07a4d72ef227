using System.Text.Json;
using PocketFlow.Data;

namespace PocketFlow.Recipes;

/// <summary>How records of the data set become inputs and labels, as far as its files leave it open.</summary>
public sealed record PreparationSettings
{
    /// <summary>The size that images are resized to: the shorter side, or rows x columns.</summary>
    /// <value>Null leaves them as they are.</value>
    public string? Resize { get; init; }

    /// <summary>The size that is cut from the centre: one side of a square, or rows x columns.</summary>
    /// <value>Null takes whole images.</value>
    public string? Crop { get; init; }

    /// <summary>Channels of images: 3, or 1 for gray.</summary>
    /// <value>Null means 3 for image files and what arrays have.</value>
    public int? Channels { get; init; }

    /// <summary>Order of three channels.</summary>
    /// <value>The default is RGB.</value>
    public ChannelOrder ChannelOrder { get; init; }

    /// <summary>Names of the classes in label order.</summary>
    /// <value>Null means what the files say: for folders of images their names, sorted.</value>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>A text file with the names of the classes in label order, one a line; instead of the list.</summary>
    public string? LabelFile { get; init; }

    /// <summary>Outputs of the model before the first class: 1 where output 0 is "background".</summary>
    /// <value>The default is 0.</value>
    public int ClassOffset { get; init; }

    /// <summary>The column of a CSV file, or the feature of TFRecords, with the labels.</summary>
    /// <value>Null means the usual names.</value>
    public string? LabelColumn { get; init; }

    /// <summary>Where the channels of arrays are.</summary>
    /// <value>The default is to find out.</value>
    public InputLayout Layout { get; init; }

    /// <summary>What is cut off for the final figures where the files have no test part, for example <c>random:1000</c>.
    /// </summary>
    /// <value>Null cuts nothing off.</value>
    public string? TestSplit { get; init; }

    /// <summary>Megabytes of decoded images that are kept in memory.</summary>
    /// <value>The default is 1024.</value>
    public int CacheMegabytes { get; init; } = 1024;

    /// <summary>What reading the data set takes.</summary>
    /// <exception cref="FormatException">A text can't be read.</exception>
    /// <exception cref="IOException">The label file can't be read.</exception>
    public DatasetOptions ToOptions() => new()
    {
        Preparation = new ImagePreparation
        {
            Resize = Resize is null ? null : Resizing.Parse(Resize),
            Crop = Crop is null ? null : Resizing.Parse(Crop),
            Channels = Channels,
            Order = ChannelOrder,
        },
        Labels = LabelFile is null
            ? Labels
            : [.. File.ReadLines(LabelFile).Select(line => line.Trim()).Where(line => line.Length > 0)],
        ClassOffset = ClassOffset,
        LabelColumn = LabelColumn,
        Layout = Layout,
        Test = TestSplit is null ? ValidationSplit.None : ValidationSplit.Parse(TestSplit),
        CacheBytes = (long)CacheMegabytes << 20,
    };

    /// <summary>Reads what <see cref="ToRecord"/> wrote.</summary>
    /// <exception cref="RecipeException">The text is something else.</exception>
    internal static PreparationSettings Parse(string record) =>
        RecipeDocument.Parse($$"""{ "preparation": {{record}} }""", "the model's preparation").ToRecipe().Preparation;

    /// <summary>
    /// What a model file records of it: all but where labels are read from and what is cut off. Null where nothing is left.
    /// </summary>
    public string? ToRecord()
    {
        PreparationSettings recorded = this with
        {
            Labels = null, LabelFile = null, LabelColumn = null, TestSplit = null,
            CacheMegabytes = new PreparationSettings().CacheMegabytes,
        };
        return recorded == new PreparationSettings()
            ? null
            : JsonSerializer.SerializeToNode(recorded, RecipeJson.Default.PreparationSettings)!.ToJsonString();
    }

    /// <summary>Everything that is wrong with these settings; empty when they can be used.</summary>
    public IEnumerable<string> Validate()
    {
        if (Channels is not (null or 1 or 3))
        {
            yield return $"channels is {Channels}; expected 3, or 1 for gray.";
        }

        if (ClassOffset is < 0 or > 1000 || CacheMegabytes < 0)
        {
            yield return $"classOffset is {ClassOffset} and cacheMegabytes is {CacheMegabytes}; expected 0 or more.";
        }

        if (Labels is not null && LabelFile is not null)
        {
            yield return "found both labels and labelFile; expected one of them.";
        }

        foreach ((string key, string? text, Action<string> parse) in new (string, string?, Action<string>)[]
        {
            ("resize", Resize, t => Resizing.Parse(t)), ("crop", Crop, t => Resizing.Parse(t)),
            ("testSplit", TestSplit, t => ValidationSplit.Parse(t)),
        })
        {
            if (text is not null && ProblemOf(() => parse(text)) is { } problem)
            {
                yield return $"{key}: {problem}";
            }
        }
    }

    private static string? ProblemOf(Action parse)
    {
        try
        {
            parse();
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
