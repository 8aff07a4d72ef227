namespace PocketFlow.Learners.UniformQuantization;

/// <summary>What the weights of a model take when each has no more bits than it was given.</summary>
/// <param name="Bytes">
/// ⌈elements · bits / 8⌉ of every quantized weight, 4 bytes per scale and 4 per bias; other parameters are not counted.
/// </param>
/// <param name="AverageBits">
/// The mean over all elements of quantized weights, first and last layers included; scales and biases are not counted.
/// </param>
public sealed record PackedWeights(long Bytes, double AverageBits);
