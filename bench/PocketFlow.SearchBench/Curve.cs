using System.Text.Json;

namespace PocketFlow.SearchBench;

/// <summary>One study: the validation reward of each trial, in order.</summary>
/// <param name="Task">What is searched.</param>
/// <param name="Sampler">What proposed candidates.</param>
/// <param name="Seed">The study's seed.</param>
/// <param name="Images">Validation images.</param>
/// <param name="Values">The reward of each trial.</param>
/// <param name="New">Trials whose candidate was measured; the others were in the table.</param>
/// <param name="Seconds">Of the whole study.</param>
/// <param name="OverheadSeconds">Of these, outside of trials.</param>
/// <param name="Best">Levels of the best candidate, as JSON.</param>
/// <param name="Reward">Of the best candidate that meets the target.</param>
internal sealed record Curve(
    string Task, string Sampler, int Seed, int Images, double[] Values, int New, double Seconds, double OverheadSeconds,
    string Best, double Reward)
{
    private static readonly JsonSerializerOptions s_format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public int[] Levels => JsonSerializer.Deserialize<int[]>(Best)!;

    public double BestAfter(int trials) => Values.Take(trials).Max();

    public static string PathOf(string folder, string task, string sampler, int seed) =>
        Path.Combine(folder, $"{task}.{sampler}.{seed}.json");

    public static Curve Read(string path) => JsonSerializer.Deserialize<Curve>(File.ReadAllText(path), s_format)!;

    public void Write(string folder) =>
        File.WriteAllText(PathOf(folder, Task, Sampler, Seed), JsonSerializer.Serialize(this, s_format) + "\n");
}
