using PocketFlow.Data;
using PocketFlow.Torch;
using PocketFlow.Torch.Optimizers;

namespace PocketFlow.Allocation.Ddpg;

/// <summary>Deep deterministic policy gradient (Lillicrap et al. 2016, arXiv 1509.02971) with one action from 0 to 1.</summary>
internal sealed class DdpgAgent : IDisposable
{
    private readonly DdpgOptions _options;
    private readonly Perceptron _actor;
    private readonly Perceptron _critic;
    private readonly Perceptron _actorTarget;
    private readonly Perceptron _criticTarget;
    private readonly Adam _actorOptimizer;
    private readonly Adam _criticOptimizer;
    private readonly List<Transition> _replay = [];
    private SeededRandom _random;
    private double? _baseline;

    public DdpgAgent(int stateSize, DdpgOptions options, long seed)
    {
        _options = options;
        _random = new SeededRandom(seed);
        // Targets start as copies: the same stream draws the same weights.
        _actor = new Perceptron(stateSize, options.Width, options.LayerNormalization, _random.Split(1));
        _actorTarget = new Perceptron(stateSize, options.Width, options.LayerNormalization, _random.Split(1));
        _critic = new Perceptron(stateSize + 1, options.Width, options.LayerNormalization, _random.Split(2));
        _criticTarget = new Perceptron(stateSize + 1, options.Width, options.LayerNormalization, _random.Split(2));
        _actorOptimizer = new Adam([new ParameterGroup(_actor.Parameters, options.ActorLearningRate)]);
        _criticOptimizer = new Adam([new ParameterGroup(_critic.Parameters, options.CriticLearningRate)]);
    }

    /// <summary>The action without noise.</summary>
    public double Act(double[] state)
    {
        using TensorScope scope = TensorScope.Begin();
        using GradMode noGrad = Engine.NoGrad();
        return _actor.Forward(Matrix([state])).Sigmoid().Item();
    }

    /// <summary>Takes a roll-out in: its reward is that of every step. Learns once for each step.</summary>
    public void Learn(double[][] states, double[] actions, double reward)
    {
        _baseline = _baseline is { } old
            ? _options.BaselineDecay * old + (1 - _options.BaselineDecay) * reward
            : reward;
        for (int i = 0; i < actions.Length; i++)
        {
            bool isLast = i + 1 == actions.Length;
            _replay.Add(new Transition(states[i], actions[i], reward, isLast ? states[i] : states[i + 1], isLast));
        }

        for (int i = 0; i < actions.Length; i++)
        {
            Update();
        }
    }

    public void Dispose()
    {
        _actorOptimizer.Dispose();
        _criticOptimizer.Dispose();
        foreach (Perceptron network in new[] { _actor, _critic, _actorTarget, _criticTarget })
        {
            network.Dispose();
        }
    }

    private void Update()
    {
        using TensorScope scope = TensorScope.Begin();
        Transition[] batch = [.. Enumerable.Range(0, _options.BatchSize).Select(_ => _replay[_random.NextInt32(_replay.Count)])];
        Tensor states = Matrix([.. batch.Select(t => t.State)]);
        Tensor actions = Column(batch.Select(t => t.Action));
        Tensor wanted = Wanted(batch);
        _criticOptimizer.ZeroGrad();
        _critic.Forward(Tensor.Cat([states, actions], 1)).MseLoss(wanted).Backward();
        _criticOptimizer.Step();

        _actorOptimizer.ZeroGrad();
        _critic.Forward(Tensor.Cat([states, _actor.Forward(states).Sigmoid()], 1)).Mean().Neg().Backward();
        _actorOptimizer.Step();

        _actorTarget.Follow(_actor, _options.Tau);
        _criticTarget.Follow(_critic, _options.Tau);
    }

    /// <summary>What each transition is worth by its reward and the target networks.</summary>
    private Tensor Wanted(Transition[] batch)
    {
        using GradMode noGrad = Engine.NoGrad();
        Tensor next = Matrix([.. batch.Select(t => t.Next)]);
        Tensor future = _criticTarget.Forward(Tensor.Cat([next, _actorTarget.Forward(next).Sigmoid()], 1));
        Tensor discount = Column(batch.Select(t => t.IsLast ? 0 : _options.Discount));
        return Column(batch.Select(t => t.Reward - _baseline!.Value)).Add(future.Mul(discount)).Detach();
    }

    private static Tensor Column(IEnumerable<double> values)
    {
        float[] column = [.. values.Select(v => (float)v)];
        return Tensor.FromArray(column, new long[] { column.Length, 1 });
    }

    private static Tensor Matrix(double[][] rows) => Tensor.FromArray(
        rows.SelectMany(r => r).Select(v => (float)v).ToArray(), new long[] { rows.Length, rows[0].Length });

    private sealed record Transition(double[] State, double Action, double Reward, double[] Next, bool IsLast);
}
