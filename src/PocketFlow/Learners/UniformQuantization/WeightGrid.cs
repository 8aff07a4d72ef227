using PocketFlow.Graphs;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>The symmetric grid of a weight, one scale per output channel.</summary>
/// <remarks>
/// Eight bits cover each channel's largest magnitude. With fewer, few large elements would cost all others their
/// resolution, so that each channel is clipped where the squared error of rounding and clipping is least; 0.2 to 1 of the
/// largest magnitude is tried, in steps of 0.01.
/// </remarks>
internal static class WeightGrid
{
    private const int Widest = 8;
    private const int Steps = 80;

    public static Quantization Of(TensorData weight, int axis, int bits)
    {
        float[][] channels = Channels(weight, axis);
        int maximum = (1 << (bits - 1)) - 1;
        float[] ends = Array.ConvertAll(channels, c => bits == Widest ? Largest(c) : EndWithLeastError(c, maximum));
        return Quantization.Symmetric(ends, axis, bits);
    }

    /// <summary>The elements of each channel along an axis.</summary>
    private static float[][] Channels(TensorData weight, int axis)
    {
        ReadOnlySpan<float> elements = weight.ToFloats();
        int count = (int)weight.Dims[axis];
        int inner = (int)TensorData.CountOf(weight.Dims[(axis + 1)..]);
        float[][] channels = [.. Enumerable.Range(0, count).Select(_ => new float[weight.Count / count])];
        for (int start = 0; start < elements.Length; start += inner)
        {
            int channel = start / inner % count;
            int place = start / inner / count * inner;
            elements.Slice(start, inner).CopyTo(channels[channel].AsSpan(place));
        }

        return channels;
    }

    private static float Largest(float[] channel) => channel.Length == 0 ? 0 : channel.Max(MathF.Abs);

    private static float EndWithLeastError(float[] channel, int maximum)
    {
        float largest = Largest(channel);
        float best = largest;
        double least = double.PositiveInfinity;
        for (int i = 0; i <= Steps; i++)
        {
            float end = largest * (1 - i / 100f);
            double error = Error(channel, end / maximum, maximum);
            if (error < least)
            {
                (best, least) = (end, error);
            }
        }

        return best;
    }

    private static double Error(float[] channel, float scale, int maximum)
    {
        float inverse = 1 / scale;
        double error = 0;
        foreach (float x in channel)
        {
            float q = Math.Clamp(MathF.Round(x * inverse), -maximum, maximum);
            float distance = x - q * scale;
            error += distance * distance;
        }

        return error;
    }
}
