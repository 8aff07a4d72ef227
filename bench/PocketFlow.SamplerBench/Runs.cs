using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PocketFlow.SamplerBench;

/// <summary>Runs studies and adds their regrets to a file: function, sampler, trials, one number per seed.</summary>
internal static class Runs
{
    private static readonly int[] s_budgets = [50, 100];

    public static void Write(
        IReadOnlyList<string> samplers, IReadOnlyList<BenchFunction> functions, int seeds, string path)
    {
        foreach (string sampler in samplers)
        {
            foreach (BenchFunction function in functions)
            {
                long start = Stopwatch.GetTimestamp();
                double[][] rows = [.. Enumerable.Range(0, seeds).Select(s => Regrets(sampler, function, s))];
                JsonObject results = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))!.AsObject() : [];
                var entry = new JsonObject();
                for (int i = 0; i < s_budgets.Length; i++)
                {
                    entry[$"{s_budgets[i]}"] = new JsonArray([.. rows.Select(r => Rounded(r[i]))]);
                }

                results["about"] = new JsonObject { [".NET"] = $"{Environment.Version}" };
                results[function.Name] ??= new JsonObject();
                results[function.Name]![sampler] = entry;
                Save(results, path);
                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                Console.Error.WriteLine($"{sampler} {function.Name} {seconds:0.0} s");
            }
        }
    }

    /// <summary>A line for each function.</summary>
    private static void Save(JsonObject results, string path)
    {
        string lines = string.Join(",\n", results.Select(p => $"\"{p.Key}\": {p.Value!.ToJsonString()}"));
        File.WriteAllText(path + ".tmp", $"{{\n{lines}\n}}\n");
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private static JsonNode Rounded(double value) => JsonNode.Parse(value.ToString("G6"))!;

    private static double[] Regrets(string sampler, BenchFunction function, int seed)
    {
        var study = new BenchStudy(function, Samplers.Create(sampler), seed);
        var regrets = new List<double>();
        for (int trial = 1; trial <= s_budgets[^1]; trial++)
        {
            study.Tell(study.Ask());
            if (s_budgets.Contains(trial))
            {
                regrets.Add(study.Regret);
            }
        }

        return [.. regrets];
    }
}
