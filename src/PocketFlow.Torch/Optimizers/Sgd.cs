using PocketFlow.Torch.Interop;

namespace PocketFlow.Torch.Optimizers;

/// <summary>Stochastic gradient descent with momentum and coupled weight decay, as PyTorch defines it:
/// g ← grad + decay·p; m ← momentum·m + g; p ← p − rate·(m, or with Nesterov g + momentum·m).</summary>
public sealed class Sgd : Optimizer
{
    private readonly Tensor[][]? _momentum;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="groups">The parameters.</param>
    /// <param name="momentum">Share of the last step that is kept, 0 to below 1.</param>
    /// <param name="nesterov">Whether the gradient looks one step of momentum ahead; needs momentum.</param>
    public Sgd(IEnumerable<ParameterGroup> groups, double momentum = 0, bool nesterov = false)
        : base(groups)
    {
        if (momentum is < 0 or >= 1)
        {
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "Expected 0 to below 1.");
        }

        if (nesterov && momentum == 0)
        {
            throw new ArgumentException("Nesterov's method needs momentum above 0.", nameof(nesterov));
        }

        Momentum = momentum;
        Nesterov = nesterov;
        _momentum = momentum > 0 ? CreateBuffers("momentum") : null;
    }

    /// <summary>Share of the last step that is kept.</summary>
    public double Momentum { get; }

    /// <summary>Whether the gradient looks one step of momentum ahead.</summary>
    public bool Nesterov { get; }

    private protected override void StepGroup(ParameterGroup group, int index) => OptimizerCalls.Sgd(
        group.Array, _momentum?[index], group.LearningRate, Momentum, group.WeightDecay, Nesterov);
}
