using System.Text.Json;

namespace PocketFlow.SamplerBench;

/// <summary>Evaluates points that Python chose, so that both sides' functions can be compared.</summary>
internal static class Evaluations
{
    /// <summary>Reads [{function, point}] and writes [[objectives and constraints]], as JSON.</summary>
    public static int Answer(TextReader input, TextWriter output)
    {
        using JsonDocument document = JsonDocument.Parse(input.ReadToEnd());
        var rows = new List<double[]>();
        foreach (JsonElement item in document.RootElement.EnumerateArray())
        {
            JsonElement point = item.GetProperty("point");
            Evaluation result = BenchFunction.Named(item.GetProperty("function").GetString()!)
                .Evaluate(name => point.GetProperty(name).GetDouble());
            rows.Add([.. result.Values, .. result.Constraints]);
        }

        output.WriteLine(JsonSerializer.Serialize(rows));
        return 0;
    }
}
