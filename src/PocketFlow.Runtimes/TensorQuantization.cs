namespace PocketFlow.Runtimes;

/// <summary>The affine map of a quantised tensor: real = (stored - ZeroPoint) * Scale.</summary>
/// <param name="Scale">Real distance between two neighbouring stored values, above 0.</param>
/// <param name="ZeroPoint">Stored value that means real 0.</param>
public readonly record struct TensorQuantization(float Scale, int ZeroPoint);
