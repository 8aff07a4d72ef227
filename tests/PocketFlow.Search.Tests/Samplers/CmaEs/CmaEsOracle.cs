using System.Text.Json;

namespace PocketFlow.Search.Tests;

/// <summary>What cmaes.py computed.</summary>
internal static class CmaEsOracle
{
    private static readonly Lazy<JsonElement> s_root = new(() =>
        JsonDocument.Parse(File.ReadAllText(OracleFile.Path("cmaes.json"))).RootElement);

    public static IEnumerable<JsonElement> Cases(string kind) => s_root.Value.GetProperty(kind).EnumerateArray();
}
