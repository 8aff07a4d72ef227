using System.Diagnostics;
using System.Text.RegularExpressions;
using PocketFlow.Reports;
using PocketFlow.Testing;

namespace PocketFlow.Tests.Reports;

/// <summary>The page in a real browser: every chart is drawn, nothing is complained of, nothing is fetched.</summary>
/// <remarks>With POCKETFLOW_SCREENSHOTS naming a directory, pictures of the pages are left there.</remarks>
public sealed class StudyReportBrowserTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ChartsFact]
    public void Page_OfACompression_DrawsEveryChart() => AssertDrawn(
        StudySamples.Compression(), ["layers", "history", "front", "importance", "parallel", "curves", "timeline"]);

    [ChartsFact]
    public void Page_OfTwoObjectivesWithHostileNames_DrawsEveryChart() => AssertDrawn(
        StudySamples.TwoObjectives(), ["history", "front", "importance", "parallel", "timeline"]);

    [ChartsFact]
    public void Page_OfOneTrial_DrawsEveryChart() => AssertDrawn(
        StudySamples.Compression(trials: 1), ["layers", "history", "front", "parallel", "curves", "timeline"]);

    private void AssertDrawn(StudyReportContent content, string[] charts)
    {
        string path = Path.Combine(_folder, "study.html");
        StudyReportPage.Write(path, content);

        (string page, string log) = Browse(path, "--dump-dom");

        Assert.DoesNotContain("CONSOLE", log, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be drawn", WithoutScripts(page), StringComparison.Ordinal);
        Dictionary<string, string> drawn = Regex.Matches(
            page, "data-chart=\"(\\w+)\".*?<svg [^>]*?width=\"(\\d+)\" height=\"(\\d+)\"(.*?)</svg>", RegexOptions.Singleline)
            .Where(m => int.Parse(m.Groups[2].Value) > 300 && int.Parse(m.Groups[3].Value) > 100)
            .ToDictionary(m => m.Groups[1].Value, m => m.Groups[4].Value);
        Assert.Equal(charts, drawn.Keys);
        Assert.All(drawn, d => Assert.True(Regex.Count(d.Value, "<path") >= 3, $"{d.Key} is empty"));
        Assert.DoesNotContain(drawn.Values, svg => svg.Contains("NaN", StringComparison.Ordinal));
        TakePictures(path, charts[0] + charts.Length);
    }

    private static string WithoutScripts(string page) =>
        Regex.Replace(page, "<script.*?</script>", "", RegexOptions.Singleline);

    private static void TakePictures(string path, string name)
    {
        if (Environment.GetEnvironmentVariable("POCKETFLOW_SCREENSHOTS") is { Length: > 0 } folder)
        {
            Browse(path, $"--screenshot={folder}/{name}-wide.png", "--window-size=1200,4800");
            Browse(
                path, $"--screenshot={folder}/{name}-narrow.png", "--window-size=500,5200",
                "--blink-settings=preferredColorScheme=0");
        }
    }

    private static (string Page, string Log) Browse(string path, params string[] options)
    {
        var start = new ProcessStartInfo(ChartsFactAttribute.Browser,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--virtual-time-budget=5000",
            .. options, new Uri(path).AbsoluteUri,
        ])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process browser = Process.Start(start)!;
        Task<string> log = browser.StandardError.ReadToEndAsync();
        string page = browser.StandardOutput.ReadToEnd();
        browser.WaitForExit();
        return (page, log.Result);
    }

    /// <summary>Skips where there is no browser, or the program was built without the chart library.</summary>
    private sealed class ChartsFactAttribute : FactAttribute
    {
        public const string Browser = "chromium";

        public ChartsFactAttribute() => Skip = StudyReportPage.HasCharts
            ? ToolFactAttribute.ReasonToSkip($"{Browser} --version")
            : "the chart library was not there when this was built; runtimes/install.sh fetches it.";
    }
}
