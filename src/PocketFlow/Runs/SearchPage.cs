using PocketFlow.Allocation;
using PocketFlow.Recipes;
using PocketFlow.Reports;

namespace PocketFlow.Runs;

/// <summary>The page about the search of a run.</summary>
internal static class SearchPage
{
    public static void Write(string path, CompressionReport report, SearchResult search, Recipe recipe) =>
        StudyReportPage.Write(path, new StudyReportContent
        {
            Title = $"{recipe.Learners[recipe.SearchedLearner].Learner} of {Path.GetFileName(report.Source)}",
            History = search.History,
            ObjectiveNames =
            [
                recipe.Search.Objective == "metric" ? $"{recipe.Metric} on the validation images" : "distance of the outputs",
            ],
            Layers = search.Layers,
            Results = ReportTable.Of(report),
            Notes = [.. report.Notes],
            Facts =
            [
                new("command", report.Command),
                new("machine", $"{report.Machine.Processor}, {report.Machine.Cores} cores, {report.Machine.System}"),
                new("sampler", recipe.Search.Sampler!),
                new("recipe", recipe.ToJson()),
            ],
        });
}
