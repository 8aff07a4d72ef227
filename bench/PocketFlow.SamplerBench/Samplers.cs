using PocketFlow.Search;

namespace PocketFlow.SamplerBench;

/// <summary>The samplers by name.</summary>
internal static class Samplers
{
    /// <summary>A sampler with its defaults.</summary>
    public static ISampler Create(string name) => SamplerRegistry.Default.Create(name);
}
