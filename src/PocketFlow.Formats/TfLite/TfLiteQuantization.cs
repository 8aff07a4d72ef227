using System.Collections.Immutable;

namespace PocketFlow.Formats.TfLite;

/// <summary>The affine quantization of a tensor in a file: <c>real = scale · (q − zero point)</c>.</summary>
/// <param name="Scales">One per index of <paramref name="Axis"/>, or a single one for the whole tensor.</param>
/// <param name="ZeroPoints">As many as scales.</param>
/// <param name="Axis">The axis of the scales; 0 where there is one scale.</param>
public sealed record TfLiteQuantization(ImmutableArray<float> Scales, ImmutableArray<long> ZeroPoints, int Axis);
