using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution;

/// <summary>A constant of the model that lives in the engine as a tensor.</summary>
/// <param name="Value">The initializer.</param>
/// <param name="Tensor">Its current content; owned by the executor.</param>
/// <param name="Role">What it means: trained by gradients unless it is a statistic.</param>
public sealed record Parameter(Value Value, Tensor Tensor, ParameterRole Role)
{
    /// <summary>Whether gradients train it.</summary>
    public bool IsTrainable => Role is ParameterRole.Weight or ParameterRole.Bias or ParameterRole.Affine;

    /// <summary>Whether weight decay pulls it to zero: weights only; biases and normalisation are left alone.</summary>
    public bool IsDecayed => Role is ParameterRole.Weight;
}
