using PocketFlow.Graphs;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>The distribution of one activation over the calibration images, and the ranges that follow from it.</summary>
/// <remarks>Memory does not grow with the number of images: extremes first, then counts in fixed bins.</remarks>
internal sealed class RangeHistogram
{
    private const int BinCount = 2048;
    private readonly double[] _bins = new double[BinCount];

    /// <summary>The smallest value seen.</summary>
    public float Low { get; private set; } = float.PositiveInfinity;

    /// <summary>The largest value seen.</summary>
    public float High { get; private set; } = float.NegativeInfinity;

    private double Width => ((double)High - Low) / BinCount;

    /// <summary>Widens the extremes; all of this comes before the first <see cref="Count"/>.</summary>
    public void Widen(float low, float high)
    {
        Low = MathF.Min(Low, low);
        High = MathF.Max(High, high);
    }

    /// <summary>Adds counts of equal bins between the extremes.</summary>
    public void Count(ReadOnlySpan<float> counts)
    {
        for (int i = 0; i < BinCount; i++)
        {
            _bins[i] += counts[i];
        }
    }

    /// <summary>The number of bins.</summary>
    public static int Bins => BinCount;

    /// <summary>The grid of some bits that a method chooses.</summary>
    public Quantization Grid(CalibrationMethod method, double percentile, int bits)
    {
        if (!(High > Low))
        {
            return Quantization.Affine(float.IsFinite(Low) ? Low : 0, float.IsFinite(High) ? High : 0, bits);
        }

        return method switch
        {
            CalibrationMethod.Percentile => AtPercentile(percentile, bits),
            CalibrationMethod.Mse => WithLeastError(bits),
            _ => Quantization.Affine(Low, High, bits),
        };
    }

    private Quantization AtPercentile(double percentile, int bits)
    {
        double total = _bins.Sum();
        double cut = total * (1 - percentile);
        int first = 0;
        for (double sum = _bins[0]; sum < cut && first < BinCount - 1; sum += _bins[++first])
        {
        }

        int last = BinCount - 1;
        for (double sum = _bins[^1]; sum < cut && last > first; sum += _bins[--last])
        {
        }

        return Quantization.Affine((float)(Low + first * Width), (float)(Low + (last + 1) * Width), bits);
    }

    /// <summary>Shrinks both ends by the same share and keeps the best; 0.05 to 1 of the full range is tried.</summary>
    private Quantization WithLeastError(int bits)
    {
        Quantization best = Quantization.Affine(Low, High, bits);
        double least = Error(best);
        for (int i = 1; i <= 95; i++)
        {
            float share = 1 - i / 100f;
            Quantization candidate = Quantization.Affine(Low * share, High * share, bits);
            double error = Error(candidate);
            if (error < least)
            {
                (best, least) = (candidate, error);
            }
        }

        return best;
    }

    private double Error(Quantization grid)
    {
        double error = 0;
        for (int i = 0; i < BinCount; i++)
        {
            if (_bins[i] > 0)
            {
                float centre = (float)(Low + (i + 0.5) * Width);
                double distance = centre - grid.Dequantize(grid.Quantize(centre));
                error += _bins[i] * distance * distance;
            }
        }

        return error;
    }
}
