using System.Text.Json;
using PocketFlow.Allocation;
using PocketFlow.Data;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Recipes;

/// <summary>What is to be done to a model: data, learners in order, exports, measurements.</summary>
/// <remarks>Files are JSON in camelCase; comments and trailing commas are allowed, unknown keys are errors.</remarks>
public sealed record Recipe
{
    /// <summary>The data set, as on the command line, for example <c>fashion-mnist</c> or <c>cifar10:DIR</c>.</summary>
    /// <value>Null means the one that the model file records.</value>
    public string? Data { get; init; }

    /// <summary>What is cut from the training images for validation, for example <c>random:5000:0</c>.</summary>
    /// <value>Null means what the model file records, else 5,000 random images.</value>
    public string? Validation { get; init; }

    /// <summary>Mean and deviation per channel, <c>M,…/D,…</c>, in units of pixel / 255, or a range such as <c>-1..1</c>; see
    /// <see cref="PocketFlow.Data.Normalization.Parse"/>.</summary>
    /// <value>Null means what the model file records.</value>
    public string? Normalization { get; init; }

    /// <summary>What the model is for: classification, multi-label, regression or segmentation.</summary>
    /// <value>Null means what the targets of the data set are for.</value>
    public string? Task { get; init; }

    /// <summary>What training makes small, for example <c>smooth-l1:0.1</c>; see docs/tasks.md.</summary>
    /// <value>Null means the task's own.</value>
    public string? Loss { get; init; }

    /// <summary>The metric that chooses epochs and leads the report, as <c>rmse</c>; see docs/tasks.md.</summary>
    /// <value>Null means the task's own.</value>
    public string? Metric { get; init; }

    /// <summary>How records of the data set become inputs and labels.</summary>
    /// <value>The default means what the model file records.</value>
    public PreparationSettings Preparation { get; init; } = new();

    /// <summary>Seed of everything random.</summary>
    /// <value>The default is 0.</value>
    public int Seed { get; init; }

    /// <summary>Threads of the training engine; 0 means one per processor.</summary>
    /// <value>The default is 0.</value>
    public int Threads { get; init; }

    /// <summary>Where training runs: <c>cpu</c> or <c>cuda:N</c>.</summary>
    /// <value>The default is <c>cpu</c>.</value>
    public string Device { get; init; } = "cpu";

    /// <summary>The learners, in the order in which they run; at least one.</summary>
    public IReadOnlyList<LearnerStep> Learners { get; init; } = [];

    /// <summary>How the settings of layers are searched, if at all.</summary>
    public SearchSettings Search { get; init; } = new();

    /// <summary>How the files that ship are written.</summary>
    public ExportSettings Export { get; init; } = new();

    /// <summary>What is measured at the end.</summary>
    public MeasurementSettings Measurement { get; init; } = new();

    /// <summary>Index of the learner whose layers are searched: the first that knows the budget; below 0 for none.</summary>
    internal int SearchedLearner => Search.Sampler is null
        ? -1
        : Learners.ToList().FindIndex(l => l.Kind.Budgets.Contains(Search.BudgetKind));

    /// <summary>Reads a recipe file.</summary>
    /// <exception cref="RecipeException">The file is missing or no recipe; every problem is listed.</exception>
    public static Recipe Load(string path) => RecipeDocument.Load(path).ToRecipe();

    /// <summary>Reads a recipe from JSON.</summary>
    /// <exception cref="RecipeException">The text is no recipe; every problem is listed.</exception>
    public static Recipe Parse(string json) => RecipeDocument.Parse(json, "recipe").ToRecipe();

    /// <summary>Writes the recipe as JSON; on failure an existing file stays as it was.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Save(string path) => AtomicFile.WriteText(path, ToJson() + "\n");

    /// <summary>The recipe as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RecipeJson.Default.Recipe);

    /// <summary>Everything that is wrong with values; none when the recipe can be run.</summary>
    public IEnumerable<RecipeProblem> Validate()
    {
        foreach ((string path, Action parse) in Texts())
        {
            if (ProblemOf(parse) is { } problem)
            {
                yield return new RecipeProblem(path, problem);
            }
        }

        foreach ((string key, string problem) in LearningTaskText.Problems(Task, Loss, Metric))
        {
            yield return new RecipeProblem(key, problem);
        }

        if (Threads < 0)
        {
            yield return new RecipeProblem("threads", $"found {Threads}; expected 0 or more.");
        }

        if (Learners.Count == 0)
        {
            string names = string.Join(", ", LearnerRegistry.Default.Names);
            yield return new RecipeProblem(
                "learners", $"found none; expected one or more of {names} (--learner NAME).");
        }

        int searched = SearchedLearner;
        if (Search.Sampler is not null && searched < 0)
        {
            yield return new RecipeProblem(
                "search", $"found no learner that can be searched for a target in {Search.BudgetKind}; expected one of "
                + $"{string.Join(", ", LearnerRegistry.Default.Searchable(Search.BudgetKind))}.");
        }

        IEnumerable<RecipeProblem> parts = Learners
            .SelectMany((l, i) => l.Kind.Validate(i == searched ? l.Kind.FillForSearch(l.Options) : l.Options).Select(p => new RecipeProblem($"learners[{i}]", p)))
            .Concat(Preparation.Validate().Select(p => new RecipeProblem("preparation", p)))
            .Concat(Search.Validate().Select(p => new RecipeProblem("search", p)))
            .Concat(Export.Validate().Select(p => new RecipeProblem("export", p)))
            .Concat(Measurement.Validate().Select(p => new RecipeProblem("measurement", p)));
        foreach (RecipeProblem problem in parts)
        {
            yield return problem;
        }
    }

    private IEnumerable<(string Path, Action Parse)> Texts()
    {
        yield return ("data", () => _ = Data is null ? null : DatasetName.Parse(Data));
        yield return ("validation", () => _ = Validation is null ? null : ValidationSplit.Parse(Validation));
        yield return (
            "normalization",
            () => _ = Normalization is null ? null : PocketFlow.Data.Normalization.Parse(Normalization));
        yield return ("device", () => PocketFlow.Torch.Device.Parse(Device));
    }

    private static string? ProblemOf(Action parse)
    {
        try
        {
            parse();
            return null;
        }
        catch (Exception e) when (e is FormatException or DatasetException)
        {
            return e.Message;
        }
    }
}
