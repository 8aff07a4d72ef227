namespace PocketFlow.Learners.UniformQuantization;

/// <summary>How many bits, 2 to 8, each weight and each activation of a model gets.</summary>
/// <param name="Weights">By <see cref="QuantizedWeight.Layer"/>; every weight has an entry.</param>
/// <param name="Activations">By <see cref="QuantizedActivation.Layer"/>; every activation has an entry.</param>
public sealed record BitAllocation(
    IReadOnlyDictionary<string, int> Weights, IReadOnlyDictionary<string, int> Activations);
