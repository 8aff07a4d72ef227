using PocketFlow.Allocation.Ddpg;
using PocketFlow.Search;

namespace PocketFlow.Allocation;

/// <summary>Makes the sampler that settings name; reinforcement learning needs the layers themselves.</summary>
internal sealed class SamplerChoice : IDisposable
{
    public SamplerChoice(SearchSettings settings, IAllocationProblem problem, Budget budget) =>
        Sampler = DdpgOptions.Presets.TryGetValue(settings.Sampler!, out DdpgOptions? options)
            ? new DdpgSampler(problem, budget, options with { RollOuts = settings.Trials }, settings.Sampler!)
            : SamplerRegistry.Default.Create(settings.Sampler!);

    public ISampler Sampler { get; }

    public void Dispose() => (Sampler as IDisposable)?.Dispose();
}
