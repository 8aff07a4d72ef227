using System.Globalization;

namespace PocketFlow.Data;

/// <summary>Mean and standard deviation per channel: for pixels in units of pixel / 255, for floats as they are.</summary>
/// <remarks>
/// A network is fed <c>(pixel / 255 - mean) / deviation</c>, or <c>(value - mean) / deviation</c>. One mean and one deviation
/// stand for any number of channels. The text form, <c>mean,.../deviation,...</c>, is what a model file stores. Two instances
/// with the same numbers are equal.
/// </remarks>
public sealed partial record Normalization
{
    /// <summary>Creates a normalisation from one mean and one deviation per channel.</summary>
    /// <param name="mean">Means, usually 0 to 1.</param>
    /// <param name="deviation">Standard deviations, above 0, as many as there are means.</param>
    /// <exception cref="ArgumentException">
    /// The lists are empty or differ in length, a number is not finite, or a deviation is not positive.
    /// </exception>
    public Normalization(IReadOnlyList<double> mean, IReadOnlyList<double> deviation)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(deviation);
        if (Problem(mean, deviation) is { } problem)
        {
            throw new ArgumentException(problem);
        }

        Mean = Array.AsReadOnly([.. mean]);
        Deviation = Array.AsReadOnly([.. deviation]);
    }

    /// <summary>ImageNet's usual constants, RGB.</summary>
    public static Normalization ImageNet { get; } = new([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    /// <summary>Mean of each channel.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>Standard deviation of each channel.</summary>
    public IReadOnlyList<double> Deviation { get; }

    /// <summary>Number of channels.</summary>
    public int Channels => Mean.Count;

    /// <summary>The normalisation that only divides by 255: mean 0, deviation 1.</summary>
    /// <param name="channels">Number of channels, at least 1.</param>
    public static Normalization Identity(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        return new Normalization(new double[channels], [.. Enumerable.Repeat(1.0, channels)]);
    }

    /// <summary>The normalisation that maps pixels 0 and 255 to two values.</summary>
    /// <param name="low">What 0 becomes.</param>
    /// <param name="high">What 255 becomes, above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentException">The numbers are no range.</exception>
    public static Normalization Range(double low, double high)
    {
        return double.IsFinite(low) && double.IsFinite(high) && low < high
            ? new Normalization([(0 - low) / (high - low)], [1 / (high - low)])
            : throw new ArgumentException($"Found the range {low}..{high}; expected two numbers, the lower one first.");
    }

    /// <summary>The normalisation with as many channels as inputs of a shape have.</summary>
    /// <param name="shape">Shape of the inputs.</param>
    /// <exception cref="ArgumentException">The channel counts differ.</exception>
    public Normalization For(InputShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (Channels == shape.Channels)
        {
            return this;
        }

        return Channels == 1
            ? new Normalization(
                [.. Enumerable.Repeat(Mean[0], shape.Channels)], [.. Enumerable.Repeat(Deviation[0], shape.Channels)])
            : throw new ArgumentException(
                $"Normalization {this} has {Channels} channels; inputs of {shape} have {shape.Channels}.");
    }

    /// <summary>The value that a pixel becomes.</summary>
    /// <param name="pixel">Pixel, 0 to 255.</param>
    /// <param name="channel">Channel, 0 to <see cref="Channels"/> - 1.</param>
    public float Normalize(byte pixel, int channel) =>
        (float)(((pixel / 255.0) - Mean[channel]) / Deviation[channel]);

    /// <summary>Whether both hold the same numbers.</summary>
    /// <param name="other">The other normalisation.</param>
    public bool Equals(Normalization? other) =>
        other is not null && Mean.SequenceEqual(other.Mean) && Deviation.SequenceEqual(other.Deviation);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (double value in Mean.Concat(Deviation))
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    /// <summary>The text form, such as <c>0.485,0.456,0.406/0.229,0.224,0.225</c>; exact when parsed back.</summary>
    public override string ToString() => $"{Join(Mean)}/{Join(Deviation)}";

    private static string Join(IReadOnlyList<double> values) =>
        string.Join(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    private static string? Problem(IReadOnlyList<double> mean, IReadOnlyList<double> deviation)
    {
        if (mean.Count == 0 || mean.Count != deviation.Count)
        {
            return $"Found {mean.Count} means and {deviation.Count} deviations; expected one of each per channel.";
        }

        if (!mean.Concat(deviation).All(double.IsFinite))
        {
            return "Found a number that is not finite; expected finite means and deviations.";
        }

        return deviation.Any(value => value <= 0)
            ? $"Found deviations {Join(deviation)}; expected each to be above 0, since pixels are divided by it."
            : null;
    }
}
