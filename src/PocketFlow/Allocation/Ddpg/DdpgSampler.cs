using PocketFlow.Data;
using PocketFlow.Search;

namespace PocketFlow.Allocation.Ddpg;

/// <summary>
/// Reinforcement learning over the layers (He et al. 2018, arXiv 1802.03494): an actor walks them and sets one after the
/// other, a critic learns what the states are worth. Every roll-out meets the budget.
/// </summary>
/// <remarks>
/// Networks, replay and noise are worked out again from the history, so that nothing of them needs to be stored: the same
/// trials in the same order give the same agent. Deviations from both ancestors: trials that others proposed are learned
/// from too, learning begins with the first roll-out, and the last one is greedy.
/// </remarks>
public sealed class DdpgSampler : ISampler, IDisposable
{
    private readonly AllocationWalk _walk;
    private readonly DdpgOptions _options;
    private readonly string[] _names;
    private readonly HashSet<int> _learned = [];
    private DdpgAgent? _agent;
    private long _seed;

    /// <summary>Creates the sampler of one problem.</summary>
    /// <param name="problem">The layers.</param>
    /// <param name="budget">What candidates may cost.</param>
    /// <param name="options">The agent's constants; null for the defaults.</param>
    /// <param name="name">The name of the options among presets.</param>
    public DdpgSampler(IAllocationProblem problem, Budget budget, DdpgOptions? options = null, string name = "ddpg")
    {
        Name = name;
        _walk = new AllocationWalk(problem, budget);
        _options = options ?? new DdpgOptions();
        _names = [.. new PerLayerParametrization(problem.Layers).Space.Names];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The space is not one position for each layer.</exception>
    public IReadOnlyDictionary<string, double> Sample(SamplingRequest request)
    {
        if (!request.Space.Names.SequenceEqual(_names))
        {
            throw new ArgumentException("ddpg sets one layer after the other; expected the parametrization per-layer.");
        }

        CatchUp(request.History);
        int rollOut = request.Number;
        SeededRandom random = request.NewRandom();
        (_, double[] actions) = _walk.Run((_, state) => rollOut < _options.WarmUpRollOuts
            ? random.NextDouble()
            : Noisy(_agent!.Act(state), _options.NoiseAt(rollOut), ref random));
        return _names.Zip(actions).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _agent?.Dispose();

    /// <summary>Learns from the trials that were completed since.</summary>
    private void CatchUp(StudyHistory history)
    {
        TrialRecord[] completed = [.. history.Trials.Where(t => t.State == TrialState.Completed)];
        bool isContinued = _agent is not null && _seed == history.Seed
            && _learned.IsSubsetOf(completed.Select(t => t.Number));
        if (!isContinued)
        {
            _agent?.Dispose();
            _learned.Clear();
            (_agent, _seed) = (new DdpgAgent(_walk.StateSize, _options, history.Seed), history.Seed);
        }

        foreach (TrialRecord trial in completed.Where(t => !_learned.Contains(t.Number)))
        {
            double[] wanted = [.. _names.Select(n => trial.Parameters[n])];
            (double[][] states, double[] actions) = _walk.Run((i, _) => wanted[i]);
            _agent!.Learn(states, actions, -history.Loss(trial.Value));
            _learned.Add(trial.Number);
        }
    }

    /// <summary>Normal noise, truncated to the range of actions.</summary>
    private static double Noisy(double action, double deviation, ref SeededRandom random)
    {
        for (int attempt = 0; deviation > 0 && attempt < 100; attempt++)
        {
            double noisy = action + deviation * NormalDraw.Next(ref random);
            if (noisy is >= 0 and <= 1)
            {
                return noisy;
            }
        }

        return action;
    }
}
