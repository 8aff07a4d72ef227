using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Recipes;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Runs;

/// <summary>Fills in what a recipe leaves to the model file, and checks that model and data fit.</summary>
internal static class RecipeResolution
{
    /// <exception cref="RecipeException">The recipe has problems, or nobody says how inputs are normalised.</exception>
    public static Recipe Resolve(Recipe recipe, Model model)
    {
        string? data = recipe.Data ?? Recorded(model, ModelMetadata.Dataset);
        string? normalization = recipe.Normalization ?? Recorded(model, ModelMetadata.Normalization);
        List<RecipeProblem> problems = [.. recipe.Validate()];
        if (data is null)
        {
            problems.Add(new("data", "neither the recipe nor the model file names a data set (--data NAME)."));
        }

        if (normalization is null)
        {
            problems.Add(new(
                "normalization", "neither the recipe nor the model file says how inputs are normalised. "
                + $"Pass --normalization MEAN,…/DEVIATION,… in pixel / 255, for example {Normalization.ImageNet}."));
        }

        return problems.Count > 0 ? throw new RecipeException("recipe", problems) : recipe with
        {
            Data = data,
            Normalization = normalization,
            Preparation = recipe.Preparation == new PreparationSettings()
                && Recorded(model, ModelMetadata.Preparation) is { } record
                ? PreparationSettings.Parse(record)
                : recipe.Preparation,
            Validation = recipe.Validation ?? Recorded(model, ModelMetadata.Validation)
                ?? ValidationSplit.Default.ToString(),
            Threads = recipe.Threads > 0 ? recipe.Threads : Environment.ProcessorCount,
        };
    }

    /// <summary>Chooses the task and fills in what the recipe leaves to the targets of the data set.</summary>
    /// <exception cref="RecipeException">What the recipe names doesn't fit the targets.</exception>
    public static (LearningTask Task, Recipe Recipe) ResolveTask(
        Recipe recipe, TargetDescription target, LearningTask? custom)
    {
        if (custom is not null)
        {
            return (custom, recipe);
        }

        try
        {
            LearningTask task = LearningTaskText.Choose(target, recipe.Task, recipe.Loss, recipe.Metric);
            return (task, recipe with { Task = task.Name, Loss = task.Loss.Name, Metric = task.Metric.Name });
        }
        catch (FormatException e)
        {
            throw new RecipeException("recipe", [new RecipeProblem("task", e.Message)]);
        }
    }

    /// <summary>Checks that the model answers what the data set asks.</summary>
    /// <exception cref="RecipeException">It doesn't.</exception>
    public static void RequireFit(Model model, ImageDataset images)
    {
        if (TaskFit.ProblemOf(model, images) is { } problem)
        {
            throw new RecipeException("recipe", [new RecipeProblem("data", problem)]);
        }
    }

    /// <summary>Checks that the settings of learners fit the model: a layer that is named must be there.</summary>
    /// <exception cref="RecipeException">They don't; every problem is listed.</exception>
    public static void RequireFit(Model model, Recipe recipe)
    {
        RecipeProblem[] problems = [.. recipe.Learners.SelectMany((step, i) => step.Kind.ProblemsOf(step.Options, model)
            .Select(p => p with { JsonPath = $"learners[{i}].{p.JsonPath}" }))];
        if (problems.Length > 0)
        {
            throw new RecipeException("recipe", problems);
        }
    }

    private static string? Recorded(Model model, string key) => model.Metadata.GetValueOrDefault(key);
}
