using System.Runtime.CompilerServices;
using PocketFlow.Formats.TfLite;

namespace PocketFlow.Formats.Tests.TfLite;

public sealed class TfLitePageTests
{
    private const int Width = 118;

    /// <summary>Run with <c>POCKETFLOW_UPDATE_GOLDEN=1</c> after a change of the table.</summary>
    [Fact]
    public void Page_ListsEveryOperatorThatIsRead()
    {
        string page = File.ReadAllText(PagePath());
        int first = page.IndexOf("```\n", StringComparison.Ordinal) + 4;
        int last = page.IndexOf("```", first, StringComparison.Ordinal);
        string expected = page[..first] + Wrap(TfLiteReaders.All.Select(o => o.ToString()).Order()) + page[last..];
        if (Environment.GetEnvironmentVariable("POCKETFLOW_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(PagePath(), expected);
        }

        Assert.Equal(expected, File.ReadAllText(PagePath()));
    }

    private static string Wrap(IEnumerable<string> words)
    {
        var lines = new List<string> { "" };
        foreach (string word in words)
        {
            bool fits = lines[^1].Length + word.Length < Width;
            lines.Add((fits ? lines[^1] + " " : "") + word);
            if (fits)
            {
                lines.RemoveAt(lines.Count - 2);
            }
        }

        return string.Join('\n', lines.Select(l => l.Trim())) + "\n";
    }

    private static string PagePath([CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "..", "docs", "tflite.md");
}
