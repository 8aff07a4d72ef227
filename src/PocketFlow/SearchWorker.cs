using System.Text.Json;
using PocketFlow.Allocation;
using PocketFlow.Learners;
using PocketFlow.Recipes;
using PocketFlow.Runs;
using PocketFlow.Search;

namespace PocketFlow;

/// <summary>Helps with the trials of a search that another process began, on this or any other machine.</summary>
public static class SearchWorker
{
    /// <summary>Evaluates trials until the study has as many as its recipe says.</summary>
    /// <remarks>What to do is read from the study; only the places of model and data may differ from machine to machine.
    /// </remarks>
    /// <param name="storage">Where the study is kept, as for <see cref="StudyStorage.Open"/>.</param>
    /// <param name="study">The study's name.</param>
    /// <param name="modelPath">The model file here; null for the path where the search began.</param>
    /// <param name="data">The data set here, for example <c>cifar10:DIR</c>; null for that of the search.</param>
    /// <param name="progress">Told of each phase; null for silence.</param>
    /// <param name="events">Told of each trial; null for silence.</param>
    /// <param name="parts">Data set formats, or a task, of one's own; null for none.</param>
    /// <param name="cancellationToken">Stops the worker; its trial goes back into the queue.</param>
    /// <exception cref="StudyException">The storage can't be used, or the study is none of a compression, or was made for
    /// another model.</exception>
    /// <exception cref="PocketFlowException">The model can't be used.</exception>
    public static void Run(
        string storage, string study, string? modelPath = null, string? data = null,
        IProgress<LearnerProgress>? progress = null, IProgress<StudyEvent>? events = null, CustomParts? parts = null,
        CancellationToken cancellationToken = default)
    {
        (Recipe recipe, string source) = Read(storage, study);
        recipe = data is null ? recipe : recipe with { Data = data };
        if (recipe.SearchedLearner != 0)
        {
            throw new StudyException(
                $"study '{study}' searches learner {recipe.SearchedLearner + 1} of its recipe, which starts from the results of "
                + "those before; workers can help only with the first one.");
        }

        source = modelPath ?? source;
        PreparedRun run = PreparedRun.Of(ModelFile.Read(source), recipe, parts, progress);
        run.SetUpEngine();
        new StageSearch(run.Recipe, storage, source).Run(run.Original, run.Context, events, cancellationToken);
    }

    private static (Recipe Recipe, string Source) Read(string place, string name)
    {
        using IStudyStorage storage = StudyStorage.Open(place, mustExist: true);
        StudyRecord record = StudyStorage.Find(storage, name);
        if (!record.Attributes.TryGetValue(StageSearch.RecipeKey, out string? recipe)
            || !record.Attributes.TryGetValue(StageSearch.SourceKey, out string? source))
        {
            throw new StudyException(
                $"study '{name}' has no recipe with it; expected one that pocketflow compress --search began. "
                + "Let the program that began it go on with it.");
        }

        return (Recipe.Parse(recipe), JsonSerializer.Deserialize(source, AllocationJson.Default.String)!);
    }
}
