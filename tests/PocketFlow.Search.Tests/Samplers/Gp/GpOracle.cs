using System.Text.Json;

namespace PocketFlow.Search.Tests;

/// <summary>What gp.py computed.</summary>
internal static class GpOracle
{
    private static readonly Lazy<JsonElement> s_root = new(() =>
        JsonDocument.Parse(File.ReadAllText(OracleFile.Path("gp.json"))).RootElement);

    public static IEnumerable<JsonElement> Cases(string kind) => s_root.Value.GetProperty(kind).EnumerateArray();

    public static double[] Numbers(this JsonElement element, string name) => OracleFile.Numbers(element.GetProperty(name));

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static double[][] Vectors(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(OracleFile.Numbers)];

    public static ObservedPoints Points(JsonElement process) => new(
        process.Vectors("points"),
        [.. process.GetProperty("categorical").EnumerateArray().Select(c => c.GetBoolean())]);

    /// <summary>Equal up to a relative error of a millionth, with 1 as the least size.</summary>
    public static void AssertClose(double expected, double actual, double tolerance = 1e-6) => Assert.InRange(
        actual - expected, -tolerance * Math.Max(1, Math.Abs(expected)), tolerance * Math.Max(1, Math.Abs(expected)));
}
