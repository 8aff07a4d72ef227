using PocketFlow.Search;

namespace PocketFlow.Reports;

/// <summary>The sections of a study's page, in order; each is left out where it would be empty.</summary>
internal sealed record StudySections(HtmlPage Page, StudySummary Study, bool HasCharts)
{
    private const int MostColumns = 8;

    private string[] Objectives => [.. Study.History.Directions.Select((_, i) => Study.Content.NameOf(i))];

    public void Append()
    {
        AppendResults();
        AppendLayers();
        AppendBest();
        if (HasCharts && Study.History.Trials.Count > 0)
        {
            AppendSearchCharts();
        }

        AppendImportance();
        if (HasCharts)
        {
            AppendTrialCharts();
        }

        AppendTrials();
    }

    private void AppendResults()
    {
        if (Study.Content.Results is not { } results)
        {
            return;
        }

        Page.Element("h2", "Before and after").Table("Measured on the files that ship", results);
        foreach (string note in Study.Content.Notes)
        {
            Page.Element("p", note);
        }
    }

    private void AppendLayers()
    {
        if (Study.Content.Layers.Count == 0)
        {
            return;
        }

        Page.Element("h2", "What each layer got, and why");
        if (HasCharts && Study.Content.Layers.Any(l => l.Kept is not null))
        {
            Page.Chart("layers", "The share that each layer keeps (bars), and what compressing it alone costs (points).");
        }

        Page.Table("Layers in the order of the model", StudyTables.Layers(Study.Content.Layers));
    }

    private void AppendBest()
    {
        if (Study.Best.Count == 0)
        {
            return;
        }

        if (!Study.History.IsSingleObjective)
        {
            Page.Element("h2", "Pareto front").Table(
                "Trials that no other one beats everywhere",
                StudyTables.Trials(Study.Best, Objectives, [.. Study.Parameters.Take(MostColumns)]));
            return;
        }

        Page.Element("h2", "Best trial").Raw("<details open><summary>Parameters</summary>").Table(
            $"Parameters of trial {Study.Best[0].Number}", StudyTables.Parameters(Study.Best[0], Study.Parameters))
            .Raw("</details>");
    }

    private void AppendSearchCharts()
    {
        Page.Element("h2", "History").Chart(
            "history", "The value of each trial, and the best feasible one so far. "
            + "Pruned trials stand at their last reported value.");
        if (Study.Against is { } against)
        {
            bool isFront = !Study.History.IsSingleObjective;
            Page.Element("h2", isFront ? "Pareto front" : $"Value and {against.Name}").Chart(
                "front", isFront
                    ? $"{Objectives[0]} against {against.Name}; the line joins trials that no other one beats everywhere."
                    : $"{Objectives[0]} of each trial against {against.Name}.");
        }
    }

    private void AppendImportance()
    {
        if (Study.Importance.Count == 0)
        {
            return;
        }

        Page.Element("h2", "Importance of parameters");
        if (HasCharts)
        {
            Page.Chart("importance", "Each parameter's share of the variance that parameters cause one by one "
                + "(functional analysis of variance of a random forest).");
        }

        Page.Raw($"<details{(HasCharts ? "" : " open")}><summary>As a table</summary>")
            .Table("Importance", StudyTables.Importance(Study.Importance)).Raw("</details>");
    }

    private void AppendTrialCharts()
    {
        int parameters = Study.Parameters.Count;
        if (parameters > 0 && Study.History.Trials.Any(t => t.State == TrialState.Completed))
        {
            string which = parameters > StudyChartData.MostAxes
                ? $"The {StudyChartData.MostAxes} most important of {parameters} parameters"
                : "Parameters";
            Page.Element("h2", "Parallel coordinates").Chart(
                "parallel", $"{which} and the {Objectives[0]} of each completed trial, a line each. "
                + "Drag along an axis to choose lines.");
        }

        if (Study.HasCurves)
        {
            Page.Element("h2", "Values on the way").Chart("curves", "What trials reported, step by step.");
        }

        if (Study.HasTimes)
        {
            Page.Element("h2", "Timeline").Chart("timeline", "When each trial ran, since the first one started.");
        }
    }

    private void AppendTrials()
    {
        if (Study.History.Trials.Count == 0)
        {
            return;
        }

        string[] shown = [.. Study.Parameters.Take(MostColumns)];
        string caption = shown.Length < Study.Parameters.Count
            ? $"All trials, with the {shown.Length} most important of {Study.Parameters.Count} parameters"
            : "All trials";
        Page.Element("h2", "Trials").Raw("<details><summary>All trials as a table</summary>")
            .Table(caption, StudyTables.Trials(Study.History.Trials, Objectives, shown)).Raw("</details>");
    }
}
