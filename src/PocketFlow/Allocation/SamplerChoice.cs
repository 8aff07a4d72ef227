using PocketFlow.Allocation.Ddpg;
using PocketFlow.Search;

namespace PocketFlow.Allocation;

/// <summary>Makes the sampler that settings name; reinforcement learning needs the layers themselves.</summary>
internal sealed class SamplerChoice : IDisposable
{
    private readonly ISampler _named;

    public SamplerChoice(SearchSettings settings, IAllocationProblem problem, Budget budget)
    {
        _named = DdpgOptions.Presets.TryGetValue(settings.Sampler!, out DdpgOptions? options)
            ? new DdpgSampler(problem, budget, options with { RollOuts = settings.Trials }, settings.Sampler!)
            : SamplerRegistry.Default.Create(settings.Sampler!);
        Sampler = new FreshCandidateSampler(_named);
    }

    public FreshCandidateSampler Sampler { get; }

    public void Dispose() => (_named as IDisposable)?.Dispose();
}
