namespace PocketFlow.Data;

public sealed partial record Normalization
{
    private const int StoredDecimals = 6;

    /// <summary>Computes mean and deviation of every channel over all inputs of a training split.</summary>
    /// <remarks>
    /// Sums of pixels are exact integers, so the result does not depend on the order of the images. Numbers are rounded to six
    /// decimals, which keeps the text in a model file short and exact. A channel of one colour gets deviation 1.
    /// </remarks>
    /// <param name="dataset">The training split; never the test split.</param>
    /// <exception cref="ArgumentException">The set is empty.</exception>
    public static Normalization FromTrain(ImageDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Count == 0)
        {
            throw new ArgumentException("Found an empty data set; a mean needs at least one image.", nameof(dataset));
        }

        if (dataset.InputKind == InputKind.Values)
        {
            return FromValues(dataset);
        }

        int channels = dataset.Shape.Channels;
        long[][] histograms = Histograms(dataset);
        var mean = new double[channels];
        var deviation = new double[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            (mean[channel], deviation[channel]) = Moments(histograms[channel]);
        }

        return new Normalization(mean, deviation);
    }

    private static Normalization FromValues(ImageDataset dataset)
    {
        int channels = dataset.Shape.Channels, plane = dataset.Shape.PlaneLength;
        var (sums, squares, values) = (new double[channels], new double[channels], new float[dataset.Shape.Length]);
        for (int i = 0; i < dataset.Count; i++)
        {
            dataset.ReadInput(i, InputSpan.Of(values));
            for (int k = 0; k < values.Length; k++)
            {
                sums[k / plane] += values[k];
                squares[k / plane] += (double)values[k] * values[k];
            }
        }

        double count = (double)dataset.Count * plane;
        double[] mean = Array.ConvertAll(sums, s => s / count);
        double[] deviation = [.. squares.Select((s, c) => Math.Sqrt(Math.Max(0, (s / count) - (mean[c] * mean[c]))))];
        return new Normalization(
            Array.ConvertAll(mean, m => Math.Round(m, StoredDecimals)),
            Array.ConvertAll(deviation, d => Math.Round(d, StoredDecimals) is > 0 and var rounded ? rounded : 1));
    }

    private static long[][] Histograms(ImageDataset dataset)
    {
        int plane = dataset.Shape.PlaneLength;
        long[][] counts = [.. Enumerable.Range(0, dataset.Shape.Channels).Select(_ => new long[256])];
        byte[] pixels = new byte[dataset.Shape.Length];
        for (int i = 0; i < dataset.Count; i++)
        {
            dataset.ReadInput(i, InputSpan.Of(pixels));
            for (int channel = 0; channel < counts.Length; channel++)
            {
                long[] count = counts[channel];
                foreach (byte pixel in pixels.AsSpan(channel * plane, plane))
                {
                    count[pixel]++;
                }
            }
        }

        return counts;
    }

    private static (double Mean, double Deviation) Moments(long[] counts)
    {
        long total = 0, sum = 0, squares = 0;
        for (int value = 0; value < counts.Length; value++)
        {
            total += counts[value];
            sum += counts[value] * value;
            squares += counts[value] * value * value;
        }

        double mean = (double)sum / total;
        double variance = Math.Max(0, ((double)squares / total) - (mean * mean));
        double deviation = Math.Round(Math.Sqrt(variance) / 255, StoredDecimals);
        return (Math.Round(mean / 255, StoredDecimals), deviation > 0 ? deviation : 1);
    }
}
