using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PocketFlow.Graphs.Tests;

/// <summary>Who may depend on whom, and what libraries may not call.</summary>
public sealed class ArchitectureTests
{
    private static readonly string s_sources = Path.Combine(FindRoot(), "src");

    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["PocketFlow.Graph"] = [],
        ["PocketFlow.Data"] = [],
        ["PocketFlow.Torch"] = [],
        ["PocketFlow.Formats"] = ["PocketFlow.Graph", "Google.Protobuf", "Grpc.Tools"],
        ["PocketFlow.Runtimes"] = ["PocketFlow.Graph"],
        ["PocketFlow.Training"] = ["PocketFlow.Graph", "PocketFlow.Torch", "PocketFlow.Data"],
        ["PocketFlow.Search"] =
        [
            "PocketFlow.Data", "MathNet.Numerics", "Microsoft.Data.Sqlite.Core", "SQLitePCLRaw.bundle_e_sqlite3", "Npgsql",
        ],
        ["PocketFlow"] = ["PocketFlow.Formats", "PocketFlow.Runtimes", "PocketFlow.Search", "PocketFlow.Training", "MathNet.Numerics"],
        ["PocketFlow.Cli"] = ["PocketFlow", "System.CommandLine", "Spectre.Console"],
    };

    [Fact]
    public void Projects_References_AreInTheTable()
    {
        var found = new List<string>();
        foreach (string path in Directory.EnumerateFiles(s_sources, "*.csproj", SearchOption.AllDirectories))
        {
            string project = Path.GetFileNameWithoutExtension(path);
            string[] allowed = s_allowed.GetValueOrDefault(project) ?? [];
            found.AddRange(ReferencesOf(path).Except(allowed).Select(r => $"{project} → {r}"));
        }

        Assert.Empty(found);
    }

    [Fact]
    public void Projects_All_AreInTheTable()
    {
        IEnumerable<string> projects = Directory.EnumerateFiles(s_sources, "*.csproj", SearchOption.AllDirectories)
            .Select(p => Path.GetFileNameWithoutExtension(p)!);

        Assert.Equal(s_allowed.Keys.Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(@"\bConsole\.", "PocketFlow.Cli/")]
    [InlineData(@"new Random\(\)|\bRandom \w+ = new\(\)|Random\.Shared", "")]
    [InlineData(@"DateTime(Offset)?\.(Utc)?Now\b|DateTime\.Today", "")]
    [InlineData(@"\bunsafe(?!-)\b|\b(DllImport|LibraryImport)\b", "PocketFlow.Torch/Interop/|PocketFlow.Runtimes/.*Interop/|PocketFlow.Data/Interop/")]
    public void Sources_ForbiddenCall_OnlyWhereItBelongs(string forbidden, string allowedPath)
    {
        var found = new List<string>();
        foreach (string path in Directory.EnumerateFiles(s_sources, "*.cs", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(s_sources, path).Replace('\\', '/');
            if (allowedPath.Length > 0 && Regex.IsMatch(relative, $"^({allowedPath})"))
            {
                continue;
            }

            found.AddRange(File.ReadLines(path)
                .Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal) && Regex.IsMatch(l, forbidden))
                .Select(l => $"{relative}: {l.Trim()}"));
        }

        Assert.Empty(found);
    }

    private static IEnumerable<string> ReferencesOf(string path)
    {
        foreach (XElement element in XDocument.Load(path).Descendants())
        {
            string include = (string?)element.Attribute("Include") ?? "";
            if (element.Name.LocalName == "ProjectReference")
            {
                yield return Path.GetFileNameWithoutExtension(include.Replace('\\', '/'));
            }
            else if (element.Name.LocalName == "PackageReference")
            {
                yield return include;
            }
        }
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            if (File.Exists(Path.Combine(d.FullName, "PocketFlow.slnx")))
            {
                return d.FullName;
            }
        }

        throw new DirectoryNotFoundException("PocketFlow.slnx lies in no parent of the test's directory.");
    }
}
