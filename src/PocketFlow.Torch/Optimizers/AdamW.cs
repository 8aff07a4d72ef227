namespace PocketFlow.Torch.Optimizers;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2017, arXiv:1711.05101): it shrinks parameters directly.</summary>
/// <param name="groups">The parameters.</param>
/// <param name="beta1">Share of the running mean of gradients that is kept.</param>
/// <param name="beta2">Share of the running mean of squared gradients that is kept.</param>
/// <param name="epsilon">Added to the divisor.</param>
public sealed class AdamW(
    IEnumerable<ParameterGroup> groups, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    : AdamOptimizer(groups, beta1, beta2, epsilon, decoupled: true);
