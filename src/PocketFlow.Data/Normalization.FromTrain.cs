namespace PocketFlow.Data;

public sealed partial record Normalization
{
    private const int StoredDecimals = 6;

    /// <summary>Computes mean and deviation of every channel over all pixels of a training split.</summary>
    /// <remarks>
    /// Sums are exact integers, so the result does not depend on the order of the images. Numbers are rounded to six
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

        int channels = dataset.Shape.Channels;
        var mean = new double[channels];
        var deviation = new double[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            (mean[channel], deviation[channel]) = Moments(Histogram(dataset, channel));
        }

        return new Normalization(mean, deviation);
    }

    private static long[] Histogram(ImageDataset dataset, int channel)
    {
        var counts = new long[256];
        int plane = dataset.Shape.PlaneLength;
        for (int i = 0; i < dataset.Count; i++)
        {
            foreach (byte pixel in dataset.Image(i).Slice(channel * plane, plane))
            {
                counts[pixel]++;
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
