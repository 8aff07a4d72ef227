using System.Text.Json;
using PocketFlow.Search;

namespace PocketFlow.SamplerBench;

/// <summary>A function to minimize, as functions.json describes it.</summary>
internal sealed record BenchFunction
{
    private BenchFunction(string name, JsonElement spec)
    {
        (Name, Optimum) = (name, spec.GetProperty("optimum").GetDouble());
        Noise = spec.TryGetProperty("noise", out JsonElement noise) ? noise.GetDouble() : 0;
        IsConditional = spec.TryGetProperty("conditional", out _);
        Reference = spec.TryGetProperty("reference", out JsonElement reference)
            ? [.. reference.EnumerateArray().Select(e => e.GetDouble())]
            : null;
        foreach (JsonProperty parameter in spec.GetProperty("parameters").EnumerateObject())
        {
            Space.Add(parameter.Name, Distribution(parameter.Value));
        }
    }

    public static IReadOnlyList<BenchFunction> All { get; } = Read();

    public string Name { get; }

    /// <summary>The least value; of two objectives the largest hypervolume.</summary>
    public double Optimum { get; }

    /// <summary>Standard deviation of what is told.</summary>
    public double Noise { get; }

    /// <summary>Whether it asks only for parameters that it needs.</summary>
    public bool IsConditional { get; }

    /// <summary>What hypervolumes reach to; null for one objective.</summary>
    public double[]? Reference { get; }

    public SearchSpace Space { get; } = [];

    public static BenchFunction Named(string name) => All.FirstOrDefault(f => f.Name == name)
        ?? throw new ArgumentException(
            $"found '{name}'; expected one of {string.Join(", ", All.Select(f => f.Name))}.");

    public Evaluation Evaluate(Func<string, double> x) => Functions.Table[Name](x);

    private static List<BenchFunction> Read()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "functions.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.EnumerateObject().Select(p => new BenchFunction(p.Name, p.Value))];
    }

    private static Distribution Distribution(JsonElement spec)
    {
        if (spec.TryGetProperty("choices", out JsonElement choices))
        {
            return new CategoricalDistribution([.. Enumerable.Range(0, choices.GetInt32()).Cast<object?>()]);
        }

        JsonElement low = spec.GetProperty("low"), high = spec.GetProperty("high");
        bool isLog = spec.TryGetProperty("log", out _), hasStep = spec.TryGetProperty("step", out JsonElement step);
        return spec.TryGetProperty("integer", out _)
            ? new IntegerDistribution(low.GetInt64(), high.GetInt64(), hasStep ? step.GetInt64() : 1, isLog)
            : new FloatDistribution(low.GetDouble(), high.GetDouble(), hasStep ? step.GetDouble() : null, isLog);
    }
}
