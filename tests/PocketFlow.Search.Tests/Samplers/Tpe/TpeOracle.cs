using System.Text.Json;

namespace PocketFlow.Search.Tests;

/// <summary>What tpe.py computed.</summary>
internal static class TpeOracle
{
    private static readonly Lazy<JsonElement> s_root = new(() =>
        JsonDocument.Parse(File.ReadAllText(OracleFile.Path("tpe.json"))).RootElement);

    public static SearchSpace Space
    {
        get
        {
            var space = new SearchSpace();
            foreach (JsonProperty parameter in s_root.Value.GetProperty("space").EnumerateObject())
            {
                space.Add(parameter.Name, Distribution(parameter.Value));
            }

            return space;
        }
    }

    public static IEnumerable<JsonElement> Cases(string kind) => s_root.Value.GetProperty(kind).EnumerateArray();

    private static Distribution Distribution(JsonElement spec)
    {
        bool isLog = spec.TryGetProperty("log", out _);
        double Number(string name) => spec.GetProperty(name).GetDouble();
        return spec.GetProperty("kind").GetString() switch
        {
            "category" => new CategoricalDistribution([.. Enumerable.Range(0, (int)Number("choices")).Cast<object?>()]),
            "integer" => new IntegerDistribution(
                (long)Number("low"), (long)Number("high"), (long)Number("step"), isLog),
            _ => new FloatDistribution(
                Number("low"), Number("high"), spec.TryGetProperty("step", out _) ? Number("step") : null, isLog),
        };
    }
}
