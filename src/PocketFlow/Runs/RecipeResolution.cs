using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Recipes;

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
            Validation = recipe.Validation ?? Recorded(model, ModelMetadata.Validation)
                ?? ValidationSplit.Default.ToString(),
            Threads = recipe.Threads > 0 ? recipe.Threads : Environment.ProcessorCount,
        };
    }

    /// <summary>Checks that the model classifies images like those of the data set.</summary>
    /// <exception cref="RecipeException">It doesn't.</exception>
    public static void RequireFit(Model model, ImageDataset images)
    {
        Graph graph = model.Graph;
        ImageShape shape = images.Shape.Image;
        bool fits = graph.Inputs is [{ Shape: { Rank: 4 } input }] && graph.Outputs is [{ Shape: { Rank: 2 } output }]
            && input.ToArray().AsSpan(1).SequenceEqual([shape.Channels, shape.Height, shape.Width])
            && output[1].SizeOr(images.ClassCount) == images.ClassCount;
        if (!fits)
        {
            throw new RecipeException("recipe", [new RecipeProblem(
                "data",
                $"images of {images.Name} are {shape} in {images.ClassCount} classes; the model turns "
                + $"{string.Join(", ", graph.Inputs)} into {string.Join(", ", graph.Outputs)}. "
                + "Name the data set that the model was made for.")]);
        }
    }

    private static string? Recorded(Model model, string key) => model.Metadata.GetValueOrDefault(key);
}
