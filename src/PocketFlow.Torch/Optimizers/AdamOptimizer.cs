using PocketFlow.Torch.Interop;

namespace PocketFlow.Torch.Optimizers;

/// <summary>What Adam and AdamW share (Kingma and Ba 2014, arXiv:1412.6980, algorithm 1).</summary>
public abstract class AdamOptimizer : Optimizer
{
    private readonly bool _decoupled;
    private readonly Tensor[][] _means;
    private readonly Tensor[][] _variances;

    private protected AdamOptimizer(
        IEnumerable<ParameterGroup> groups, double beta1, double beta2, double epsilon, bool decoupled)
        : base(groups)
    {
        CheckShare(beta1, nameof(beta1));
        CheckShare(beta2, nameof(beta2));
        Beta1 = beta1;
        Beta2 = beta2;
        Epsilon = epsilon;
        _decoupled = decoupled;
        _means = CreateBuffers("mean");
        _variances = CreateBuffers("variance");
    }

    /// <summary>Share of the running mean of gradients that is kept.</summary>
    public double Beta1 { get; }

    /// <summary>Share of the running mean of squared gradients that is kept.</summary>
    public double Beta2 { get; }

    /// <summary>Added to the divisor.</summary>
    public double Epsilon { get; }

    private protected sealed override void StepGroup(ParameterGroup group, int index) => OptimizerCalls.Adam(
        group.Array, _means[index], _variances[index], StepCount,
        group.LearningRate, Beta1, Beta2, Epsilon, group.WeightDecay, _decoupled);

    private static void CheckShare(double value, string name)
    {
        if (value is < 0 or >= 1)
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected 0 to below 1.");
        }
    }
}
