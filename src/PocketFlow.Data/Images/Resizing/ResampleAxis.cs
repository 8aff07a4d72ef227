namespace PocketFlow.Data;

/// <summary>Which source positions make each target position of one axis, and with what weights.</summary>
/// <remarks>
/// Bilinear with antialiasing: a triangle that is widened by the factor of shrinking, cut off at the edges and normalised.
/// Weights are integers in units of 2^-22, so that results are the same everywhere; they agree with Pillow's
/// <c>Image.resize(…, BILINEAR)</c> bit by bit.
/// </remarks>
internal sealed class ResampleAxis
{
    /// <summary>Bits behind the point of a weight.</summary>
    public const int Precision = 22;

    private readonly int[] _first;
    private readonly int[] _count;
    private readonly int[] _weights;
    private readonly int _stride;

    /// <param name="source">Size of the source.</param>
    /// <param name="target">Size that the whole source is resized to.</param>
    /// <param name="start">First target position that is wanted.</param>
    /// <param name="length">Number of target positions that are wanted.</param>
    public ResampleAxis(int source, int target, int start, int length)
    {
        double scale = (double)source / target;
        double radius = Math.Max(scale, 1);
        _stride = Math.Min(source, ((int)Math.Ceiling(radius) * 2) + 1);
        (_first, _count) = (new int[length], new int[length]);
        _weights = new int[checked(length * _stride)];
        double[] weights = new double[_stride];
        for (int i = 0; i < length; i++)
        {
            double centre = (start + i + 0.5) * scale;
            int first = Math.Max((int)(centre - radius + 0.5), 0);
            int end = Math.Min((int)(centre + radius + 0.5), source);
            (_first[i], _count[i]) = (first, end - first);
            for (int k = 0; k < end - first; k++)
            {
                weights[k] = Math.Max(0, 1 - Math.Abs((first + k - centre + 0.5) / radius));
            }

            Quantize(weights.AsSpan(0, end - first), _weights.AsSpan(i * _stride));
        }
    }

    /// <summary>The first source position that any target position reads.</summary>
    public int SourceStart => _first[0];

    /// <summary>The end of the source positions that are read.</summary>
    public int SourceEnd => _first[^1] + _count[^1];

    /// <summary>The first source position of a target position.</summary>
    public int First(int position) => _first[position];

    /// <summary>The weights of source positions, from the first on.</summary>
    public ReadOnlySpan<int> Weights(int position) => _weights.AsSpan(position * _stride, _count[position]);

    /// <summary>The sample that a weighted sum stands for.</summary>
    public static byte Round(int sum) => (byte)Math.Clamp((sum + (1 << (Precision - 1))) >> Precision, 0, 255);

    private static void Quantize(ReadOnlySpan<double> weights, Span<int> result)
    {
        double sum = 0;
        foreach (double weight in weights)
        {
            sum += weight;
        }

        for (int k = 0; k < weights.Length; k++)
        {
            result[k] = (int)(0.5 + (weights[k] / sum * (1 << Precision)));
        }
    }
}
