using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PocketFlow.Allocation;
using PocketFlow.Graphs;
using PocketFlow.Learners;
using PocketFlow.Recipes;
using PocketFlow.Search;

namespace PocketFlow.Runs;

/// <summary>Searches the settings of one learner of a recipe before it runs.</summary>
/// <param name="recipe">The recipe; nothing is left to defaults.</param>
/// <param name="place">Where the study is kept.</param>
/// <param name="source">Path of the model file, for other workers.</param>
internal sealed class StageSearch(Recipe recipe, string place, string source)
{
    /// <summary>Keys of the study's attributes that let another worker join.</summary>
    public const string RecipeKey = "recipe";

    /// <inheritdoc cref="RecipeKey"/>
    public const string SourceKey = "model";

    private readonly LearnerStep _step = recipe.Learners[recipe.SearchedLearner];

    /// <exception cref="StudyException">The storage can't be used, or holds a study of something else.</exception>
    /// <exception cref="BudgetInfeasibleException">No candidate meets the target.</exception>
    public SearchResult Run(
        Model model, LearnerContext context, IProgress<StudyEvent>? events, CancellationToken cancellationToken)
    {
        // Before anything is measured: a storage that can't be used should cost nobody any time.
        using IStudyStorage storage = StudyStorage.Open(place);
        object options = _step.Kind.FillForSearch(_step.Options);
        Dictionary<string, string> identity = IdentityOf(model, options);
        Study.RequireIdentity(storage, recipe.Search.Study, identity);
        using IAllocationProblem problem = _step.Kind.Open(options, model, context, recipe.Search, cancellationToken);
        context.Enter("search: measure the original");
        var scorer = new CandidateScorer(problem.Original, context, recipe.Search.ValidationImages, cancellationToken);
        using var search = new AllocationSearch(
            problem, scorer, recipe.Search, model, context, _step.Kind.Create, cancellationToken);
        using SamplerChoice sampler = search.ChooseSampler();
        Study study = search.Open(storage, sampler, identity);
        study.SetAttribute(RecipeKey, JsonSerializer.Serialize(recipe, RecipeJson.Default.Recipe));
        study.SetAttribute(SourceKey, JsonSerializer.Serialize(source, AllocationJson.Default.String));
        return search.Run(study, sampler, events, cancellationToken);
    }

    /// <summary>What makes trials comparable: model, data, learner and target.</summary>
    private Dictionary<string, string> IdentityOf(Model model, object options)
    {
        SearchSettings search = recipe.Search;
        double? limit = search.AverageBits ?? search.Bytes ?? search.Parameters ?? search.Latency;
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["model"] = HashOf(model),
            ["data"] = $"{recipe.Data!.Split(':')[0]}, validation {recipe.Validation}, "
                + $"{search.ValidationImages?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "all"} images",
            ["learner"] = $"{_step.Learner} {JsonSerializer.Serialize(options, _step.Kind.Options)}",
            ["target"] = FormattableString.Invariant($"{search.BudgetKind} {limit}")
                + (search.Activations ? ", activations too" : "") + (search.Edges ? ", edges too" : ""),
            ["objective"] = $"{search.Objective} of {recipe.Metric} after {search.Epochs} epochs, "
                + $"{search.ReconstructionImages} images for reconstruction",
            // The study remembers what was chosen, so that more trials may be asked for later.
            ["parametrization"] = search.Parametrization ?? "chosen by the number of trials",
        };
    }

    private static string HashOf(Model model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Node node in model.Graph.Nodes)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(node.OpType));
            foreach (TensorData data in node.Inputs.Select(i => i?.Data).OfType<TensorData>())
            {
                hash.AppendData(data.Bytes.Span);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
