using System.Reflection;
using System.Text.Json.Nodes;
using PocketFlow.Search;

namespace PocketFlow.Reports;

/// <summary>A report of a study as one HTML file that needs nothing else: no network, no other file.</summary>
/// <remarks>The chart library is put into this assembly when it is built, where <c>runtimes/install.sh</c> had installed
/// it; otherwise the page has tables only, and says so. docs/study-report.md explains the charts.</remarks>
public static class StudyReportPage
{
    private const string ChartLibrary = "echarts.min.js";

    /// <summary>Whether pages have charts.</summary>
    public static bool HasCharts => ResourceOrNull(ChartLibrary) is not null;

    /// <summary>Writes the page; an old file is only replaced by a complete new one.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(string path, StudyReportContent content) => AtomicFile.WriteText(path, ToHtml(content));

    /// <summary>The page's text.</summary>
    public static string ToHtml(StudyReportContent content) => ToHtml(content, ResourceOrNull(ChartLibrary));

    internal static string ToHtml(StudyReportContent content, string? chartLibrary)
    {
        var study = new StudySummary(content);
        var page = new HtmlPage();
        AppendHead(page, content.Title);
        page.Raw("<main>").Element("h1", content.Title).Element("p", Sentence(study));
        if (chartLibrary is null)
        {
            page.Raw("<p class=\"note\" role=\"note\">Charts are left out: the program was built without the chart "
                + "library. Run runtimes/install.sh, build again and write the report anew.</p>");
        }

        new StudySections(page, study, HasCharts: chartLibrary is not null).Append();
        page.Raw("</main>");
        AppendFacts(page, content);
        if (chartLibrary is not null)
        {
            AppendScripts(page, new StudyChartData(study).ToJson(), chartLibrary);
        }

        return page.Raw("</body>").Raw("</html>").ToString();
    }

    private static void AppendHead(HtmlPage page, string title) => page
        .Raw("<!DOCTYPE html>").Raw("<html lang=\"en\">").Raw("<head>").Raw("<meta charset=\"utf-8\">")
        .Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
            + "script-src 'unsafe-inline'; img-src data:\">")
        .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .Raw("<meta name=\"color-scheme\" content=\"light dark\">")
        .Element("title", $"{title} - study").Raw($"<style>{Resource("page.css")}</style>").Raw("</head>").Raw("<body>");

    private static void AppendScripts(HtmlPage page, JsonObject data, string chartLibrary)
    {
        // The JSON's writer escapes <, so that no text ends the element.
        page.Raw("<noscript><p class=\"note\">Charts need JavaScript; the tables have the same figures.</p></noscript>")
            .Raw($"<script type=\"application/json\" id=\"study\">{data.ToJsonString()}</script>")
            .Raw($"<script>{chartLibrary}</script>")
            .Raw($"<script>{Resource("page.js")}</script>");
    }

    private static void AppendFacts(HtmlPage page, StudyReportContent content)
    {
        page.Raw("<footer><dl>");
        foreach ((string name, string value) in content.Facts.Append(new("seed", $"{content.History.Seed}")))
        {
            page.Raw($"<div><dt>{HtmlPage.Escape(name)}</dt><dd>{HtmlPage.Escape(value)}</dd></div>");
        }

        page.Raw("</dl></footer>");
    }

    private static string Sentence(StudySummary study)
    {
        string[] counts = [.. study.History.Trials.GroupBy(StudyTables.State).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"{g.Count()} {g.Key}")];
        string trials = counts.Length == 0
            ? "No trials yet."
            : $"{study.History.Trials.Count} trials: {string.Join(", ", counts)}.";
        return study.Best switch
        {
            [] => $"{trials} None is completed and feasible yet.",
            [TrialRecord best] when study.History.IsSingleObjective =>
                $"{trials} Best {study.Content.NameOf(0)}: {StudyTables.Number(best.Value)}, by trial {best.Number}.",
            _ => $"{trials} {study.Best.Count} of them are on the Pareto front.",
        };
    }

    private static string Resource(string name) =>
        ResourceOrNull(name) ?? throw new InvalidOperationException($"{name} is not in the assembly.");

    private static string? ResourceOrNull(string name)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
