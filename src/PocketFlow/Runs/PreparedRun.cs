using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Learners;
using PocketFlow.Recipes;
using PocketFlow.Torch;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Runs;

/// <summary>A recipe with everything filled in, the model and data that it is about, and the engine set up for it.</summary>
/// <param name="Recipe">The recipe; nothing is left to defaults.</param>
/// <param name="Original">The model, simplified, with what it is prepared by.</param>
/// <param name="Data">The data set.</param>
/// <param name="Context">What learners get.</param>
internal sealed record PreparedRun(Recipe Recipe, Model Original, DatasetSplits Data, LearnerContext Context)
{
    /// <exception cref="RecipeException">The recipe has problems, or doesn't fit model or data.</exception>
    /// <exception cref="DatasetException">The data set is missing or damaged.</exception>
    public static PreparedRun Of(
        Model model, Recipe recipe, CustomParts? parts, IProgress<LearnerProgress>? progress)
    {
        Recipe effective = RecipeResolution.Resolve(recipe, model);
        RecipeResolution.RequireFit(model, effective);
        DatasetSplits data = (parts?.Datasets ?? DatasetRegistry.CreateDefault())
            .Open(effective.Data!, ValidationSplit.Parse(effective.Validation!), effective.Preparation.ToOptions());
        ImageDataset train = TaskFit.Shaped(model, data.Train);
        (LearningTask task, effective) = RecipeResolution.ResolveTask(effective, train.Target, parts?.Task);
        RecipeResolution.RequireFit(model, train);
        Model original = WithMetadata(model, effective);
        return new PreparedRun(effective, original, data, new LearnerContext
        {
            Task = task,
            Train = TaskFit.Shaped(original, data.Train),
            Validation = TaskFit.Shaped(original, data.Validation),
            Normalization = Normalization.Parse(effective.Normalization!),
            Original = original,
            Device = Device.Parse(effective.Device),
            Seed = effective.Seed,
            Progress = progress,
        });
    }

    /// <summary>Gives the engine the threads and the seed of the recipe.</summary>
    public void SetUpEngine()
    {
        Engine.Threads = Recipe.Threads;
        Engine.Seed(Recipe.Seed);
    }

    private static Model WithMetadata(Model model, Recipe recipe)
    {
        Model original = model.Clone().Simplify();
        original.Metadata[ModelMetadata.Normalization] = recipe.Normalization!;
        original.Metadata[ModelMetadata.Validation] = recipe.Validation!;
        if (recipe.Preparation.ToRecord() is { } preparation)
        {
            original.Metadata[ModelMetadata.Preparation] = preparation;
        }

        original.Metadata.TryAdd(ModelMetadata.Dataset, recipe.Data!.Split(':')[0]);
        return original;
    }
}
