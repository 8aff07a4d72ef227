using System.Text.Json;
using System.Text.RegularExpressions;
using PocketFlow.Reports;
using PocketFlow.Search;

namespace PocketFlow.Tests.Reports;

public sealed class StudyReportPageTests
{
    [Fact]
    public void ToHtml_HostileNames_AreOnlyText()
    {
        string html = StudyReportPage.ToHtml(StudySamples.TwoObjectives(), "/* charts */");

        Assert.Equal(3, Regex.Count(html, "<script"));
        Assert.Equal(3, Regex.Count(html, "</script>"));
        Assert.Contains("&lt;/script&gt;", html, StringComparison.Ordinal);
        JsonElement data = Data(html);
        Assert.Equal(31, data.GetProperty("trials").GetArrayLength());
        Assert.Contains(data.GetProperty("axes").EnumerateArray(), a =>
            a.GetProperty("name").GetString()!.StartsWith("</script>", StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Null, data.GetProperty("trials")[30].GetProperty("values")[0].ValueKind);
    }

    [Fact]
    public void ToHtml_Study_HasItsTablesAndFigures()
    {
        StudyReportContent content = StudySamples.Compression();

        string html = StudyReportPage.ToHtml(content, "/* charts */");

        TrialRecord best = content.History.Trials.Where(t => t.State == TrialState.Completed && t.IsFeasible)
            .MaxBy(t => t.Value)!;
        Assert.Contains(
            $"Best top-1: {StudyTables.Number(best.Value)}, by trial {best.Number}.", html, StringComparison.Ordinal);
        Assert.Contains($"Parameters of trial {best.Number}", html, StringComparison.Ordinal);
        Assert.Contains("<td>sensitive: kept wide</td>", html, StringComparison.Ordinal);
        Assert.Contains("<dd>8 cores &amp; &lt;more&gt;</dd>", html, StringComparison.Ordinal);
        Assert.Contains("The 12 most important of 19 parameters", html, StringComparison.Ordinal);
        Assert.Equal(best.Number, Data(html).GetProperty("best")[0].GetInt32());
        Assert.Equal(
            ["layers", "history", "front", "importance", "parallel", "curves", "timeline"],
            Regex.Matches(html, "data-chart=\"(\\w+)\"").Select(m => m.Groups[1].Value));
    }

    [Fact]
    public void ToHtml_WithoutTheLibrary_HasTablesAndSaysWhy()
    {
        string html = StudyReportPage.ToHtml(StudySamples.Compression(), null);

        Assert.Contains("Charts are left out", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("data-chart", html, StringComparison.Ordinal);
        Assert.Equal(5, Regex.Count(html, "<table>"));
    }

    [Fact]
    public void ToHtml_StudyWithoutTrials_SaysSo()
    {
        var content = new StudyReportContent
        {
            Title = "empty", History = new StudyHistory([StudyDirection.Minimize], [], 0),
        };

        string html = StudyReportPage.ToHtml(content, "/* charts */");

        Assert.Contains("No trials yet. None is completed and feasible yet.", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LongStudy_StaysUnderTwoMegabytes()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("pocketflow").FullName, "study.html");

        StudyReportPage.Write(path, StudySamples.Compression(trials: 400, layers: 60));

        Assert.InRange(new FileInfo(path).Length, 50_000, 2_000_000);
        Assert.Equal([path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static JsonElement Data(string html) => JsonDocument.Parse(
        Regex.Match(html, "id=\"study\">(.*?)</script>").Groups[1].Value).RootElement;
}
