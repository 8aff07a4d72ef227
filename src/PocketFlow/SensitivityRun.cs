using PocketFlow.Allocation;
using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Learners;
using PocketFlow.Recipes;
using PocketFlow.Reports;
using PocketFlow.Runs;

namespace PocketFlow;

/// <summary>How much each layer of a model costs when a learner lowers it alone.</summary>
public static class SensitivityRun
{
    /// <summary>Lowers one layer after the other, to three levels each, and measures on the validation images.</summary>
    /// <param name="model">A trained model, which stays as it is.</param>
    /// <param name="recipe">Data, and the learner: the first one whose layers can be searched. Its target does not matter.</param>
    /// <param name="progress">Told of each phase; null for silence.</param>
    /// <param name="parts">Data set formats, or a task, of one's own; null for none.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="PocketFlowException">Model or recipe can't be used.</exception>
    /// <exception cref="DatasetException">The data set is missing or damaged.</exception>
    public static SensitivityReport Run(
        Model model, Recipe recipe, IProgress<LearnerProgress>? progress = null, CustomParts? parts = null,
        CancellationToken cancellationToken = default)
    {
        LearnerStep step = recipe.Learners.FirstOrDefault(l => l.Kind.Budgets.Count > 0)
            ?? throw new RecipeException("recipe", [new RecipeProblem(
                "learners", $"found none with layers to compare; expected one of "
                + $"{string.Join(", ", LearnerRegistry.Default.Searchable())} (--learner NAME).")]);
        object options = step.Kind.FillForSearch(step.Options);
        recipe = recipe with { Learners = [new LearnerStep(options)] };
        PreparedRun run = PreparedRun.Of(model, recipe, parts, progress);
        run.SetUpEngine();
        using IAllocationProblem problem = step.Kind.Open(
            options, run.Original, run.Context, run.Recipe.Search, cancellationToken);
        var scorer = new CandidateScorer(
            problem.Original, run.Context, run.Recipe.Search.ValidationImages, cancellationToken);
        const string phase = "measure the layers' sensitivity";
        run.Context.Enter(phase);
        return new SensitivityReport(step.Learner, run.Context.Task.Metric.Name, problem.Unit, scorer.Original.Metric, problem.Layers, SensitivityAnalysis.Measure(
            problem, scorer, share => run.Context.Report(phase, share), cancellationToken));
    }
}
