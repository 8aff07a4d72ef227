namespace PocketFlow.Graphs.Operators;

/// <summary>One axis of a Resize node: which elements of the input each element of the output is mixed of.</summary>
/// <remarks>Coordinates are computed in 32 bits, as ONNX Runtime does, so that ties fall to the same side.</remarks>
/// <param name="Sampling">The node's settings.</param>
/// <param name="Input">The size of the input.</param>
/// <param name="Output">The size of the output.</param>
/// <param name="Scale">The factor between the two, which need not be their exact quotient.</param>
public sealed record ResizeAxis(ResizeSampling Sampling, long Input, long Output, float Scale)
{
    /// <summary>For each position of the output the one of the input that is nearest.</summary>
    /// <exception cref="InvalidOperationException">The mode is not nearest.</exception>
    public long[] NearestPositions()
    {
        if (Sampling.Mode != "nearest")
        {
            throw new InvalidOperationException($"Resize by {Sampling.Mode} interpolation has no nearest positions.");
        }

        long[] positions = new long[Output];
        for (long i = 0; i < Output; i++)
        {
            positions[i] = Math.Clamp((long)Round(Coordinate(i)), 0, Input - 1);
        }

        return positions;
    }

    /// <summary>The weights of all elements, [output, input] in row-major order.</summary>
    public float[] Weights()
    {
        float[] weights = new float[Output * Input];
        for (long i = 0; i < Output; i++)
        {
            foreach ((long position, float weight) in Taps(Coordinate(i)))
            {
                weights[i * Input + position] += weight;
            }
        }

        return weights;
    }

    private float Coordinate(long i) => Sampling.Coordinates switch
    {
        "asymmetric" => i / Scale,
        "align_corners" => Output == 1 ? 0 : (float)i * (Input - 1) / (Output - 1),
        "pytorch_half_pixel" => Output == 1 ? 0 : (i + 0.5f) / Scale - 0.5f,
        "half_pixel_symmetric" => Symmetric() + (i + 0.5f) / Scale - 0.5f,
        _ => (i + 0.5f) / Scale - 0.5f,
    };

    /// <summary>How far the middle moves where the scale isn't the exact quotient of the sizes.</summary>
    private float Symmetric() => Input / 2f * (1 - Output / (Scale * Input));

    private float Round(float x) => Sampling.Rounding switch
    {
        "floor" => MathF.Floor(x),
        "ceil" => MathF.Ceiling(x),
        "round_prefer_ceil" => MathF.Floor(x + 0.5f),
        _ => MathF.Ceiling(x - 0.5f),
    };

    private IEnumerable<(long Position, float Weight)> Taps(float x) => Sampling.Mode switch
    {
        "linear" => Linear(Math.Clamp(x, 0, Input - 1)),
        "cubic" => Cubic(x),
        _ => [(Math.Clamp((long)Round(x), 0, Input - 1), 1)],
    };

    private IEnumerable<(long Position, float Weight)> Linear(float x)
    {
        long low = (long)x;
        float rest = x - low;
        yield return (low, 1 - rest);
        yield return (Math.Min(low + 1, Input - 1), rest);
    }

    private IEnumerable<(long Position, float Weight)> Cubic(float x)
    {
        long low = (long)MathF.Floor(x) - 1;
        (long Position, float Weight)[] taps = [.. Enumerable.Range(0, 4).Select(i => (low + i, Keys(x - (low + i))))];
        if (Sampling.ExcludesOutside)
        {
            taps = [.. taps.Where(t => t.Position >= 0 && t.Position < Input)];
            float sum = taps.Sum(t => t.Weight);
            taps = [.. taps.Select(t => (t.Position, t.Weight / sum))];
        }

        return taps.Select(t => (Math.Clamp(t.Position, 0, Input - 1), t.Weight));
    }

    /// <summary>The kernel of cubic convolution (Keys 1981, equation 4, with a free parameter).</summary>
    private float Keys(float distance)
    {
        float a = Sampling.CubicCoefficient;
        float x = MathF.Abs(distance);
        return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1
            : x < 2 ? a * (((x - 5) * x + 8) * x - 4)
            : 0;
    }
}
