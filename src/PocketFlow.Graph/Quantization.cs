using System.Collections.Immutable;
using System.Numerics;

namespace PocketFlow.Graphs;

/// <summary>
/// Affine quantization of a value: <c>real = Scale · (q − ZeroPoint)</c>, with q an integer in [Minimum, Maximum]
/// (Jacob et al. 2018, arXiv 1712.05877, equation 1). It annotates float values; writers turn it into integers.
/// </summary>
/// <remarks>
/// Activations of b bits use [0, 2^b − 1]; a format with signed integers subtracts 128 from q and ZeroPoint, which is the
/// same grid. Weights are symmetric: ZeroPoint 0 and [−(2^(b−1) − 1), 2^(b−1) − 1]. Eight bits are [0, 255] and [−127, 127].
/// </remarks>
/// <param name="Scale">One positive step per channel of <paramref name="Axis"/>, or a single one.</param>
/// <param name="ZeroPoint">The integer that stands for real zero, as many as scales.</param>
/// <param name="Axis">The axis that has a scale per index, or null for one scale for the whole tensor.</param>
/// <param name="Minimum">The smallest integer.</param>
/// <param name="Maximum">The largest integer.</param>
public sealed record Quantization(
    ImmutableArray<float> Scale, ImmutableArray<int> ZeroPoint, int? Axis, int Minimum, int Maximum)
{
    /// <summary>Whether one scale serves the whole tensor.</summary>
    public bool IsPerTensor => Axis is null;

    /// <summary>The bits that an integer of the grid takes: [0, 15] and [−7, 7] both 4.</summary>
    public int Bits => BitOperations.Log2((uint)((long)Maximum - Minimum)) + 1;

    /// <summary>An affine grid [0, 2^bits − 1] that covers [low, high] and holds zero exactly.</summary>
    /// <remarks>The range is widened to include zero; an empty range gets the step 1.</remarks>
    public static Quantization Affine(float low, float high, int bits = 8)
    {
        int maximum = (1 << bits) - 1;
        low = MathF.Min(low, 0);
        high = MathF.Max(high, 0);
        float scale = (high - low) / maximum;
        if (!(scale > 0) || !float.IsFinite(scale))
        {
            scale = 1;
        }

        int zeroPoint = (int)Math.Clamp(MathF.Round(-low / scale), 0, maximum);
        return new([scale], [zeroPoint], null, 0, maximum);
    }

    /// <summary>
    /// A symmetric grid [−(2^(bits−1) − 1), 2^(bits−1) − 1] per channel, whose ends are the magnitudes given.
    /// </summary>
    public static Quantization Symmetric(ReadOnlySpan<float> largestMagnitude, int axis, int bits = 8)
    {
        int maximum = (1 << (bits - 1)) - 1;
        var scales = ImmutableArray.CreateBuilder<float>(largestMagnitude.Length);
        foreach (float magnitude in largestMagnitude)
        {
            scales.Add(magnitude > 0 && float.IsFinite(magnitude) ? magnitude / maximum : 1f / maximum);
        }

        return new(scales.MoveToImmutable(), [.. new int[largestMagnitude.Length]], axis, -maximum, maximum);
    }

    /// <summary>Rounds a number to the grid of one channel and returns the integer.</summary>
    public int Quantize(float real, int channel = 0) =>
        (int)Math.Clamp(MathF.Round(real / Scale[channel]) + ZeroPoint[channel], Minimum, Maximum);

    /// <summary>The number that an integer of one channel stands for.</summary>
    public float Dequantize(int q, int channel = 0) => Scale[channel] * (q - ZeroPoint[channel]);

    /// <inheritdoc/>
    public bool Equals(Quantization? other) => other is not null && Axis == other.Axis
        && Minimum == other.Minimum && Maximum == other.Maximum
        && Scale.AsSpan().SequenceEqual(other.Scale.AsSpan())
        && ZeroPoint.AsSpan().SequenceEqual(other.ZeroPoint.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Axis, Minimum, Maximum, Scale.Length, Scale[0]);

    /// <inheritdoc/>
    public override string ToString() => IsPerTensor
        ? FormattableString.Invariant($"q[{Minimum}, {Maximum}] scale {Scale[0]:G6} zero point {ZeroPoint[0]}")
        : FormattableString.Invariant($"q[{Minimum}, {Maximum}] per channel of axis {Axis}");
}
