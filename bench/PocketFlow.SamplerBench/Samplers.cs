using PocketFlow.Search;

namespace PocketFlow.SamplerBench;

/// <summary>The samplers by name.</summary>
internal static class Samplers
{
    private static readonly Dictionary<string, Func<ISampler>> s_table = new()
    {
        ["gp"] = () => new GpSampler(), ["random"] = () => new RandomSampler(), ["sobol"] = () => new SobolSampler(),
    };

    /// <summary>A sampler with its defaults.</summary>
    public static ISampler Create(string name) => s_table.TryGetValue(name, out Func<ISampler>? create)
        ? create()
        : throw new ArgumentException(
            $"found the sampler '{name}'; expected one of {string.Join(", ", s_table.Keys)}.");
}
