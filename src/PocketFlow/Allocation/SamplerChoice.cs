using PocketFlow.Allocation.Ddpg;
using PocketFlow.Search;

namespace PocketFlow.Allocation;

/// <summary>Makes the sampler that settings name; reinforcement learning needs the layers themselves.</summary>
internal sealed class SamplerChoice : IDisposable
{
    public SamplerChoice(SearchSettings settings, IAllocationProblem problem, Budget budget) =>
        Sampler = settings.Sampler == "ddpg"
            ? new DdpgSampler(problem, budget, new DdpgOptions { RollOuts = settings.Trials })
            : SamplerRegistry.Default.Create(settings.Sampler!);

    public ISampler Sampler { get; }

    public void Dispose() => (Sampler as IDisposable)?.Dispose();
}
