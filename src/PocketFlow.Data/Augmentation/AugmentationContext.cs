namespace PocketFlow.Data;

/// <summary>What augmentations know about the images that they change.</summary>
public sealed class AugmentationContext
{
    private readonly byte[] _meanColour;

    /// <summary>Creates the context.</summary>
    /// <param name="shape">Shape of the images.</param>
    /// <param name="normalization">Normalisation, whose means give the mean colour.</param>
    /// <exception cref="ArgumentException">The channel counts differ.</exception>
    public AugmentationContext(ImageShape shape, Normalization normalization)
    {
        ArgumentNullException.ThrowIfNull(normalization);
        if (normalization.Channels != shape.Channels)
        {
            throw new ArgumentException(
                $"Normalization has {normalization.Channels} channels; images of {shape} have {shape.Channels}.",
                nameof(normalization));
        }

        Shape = shape;
        _meanColour = [.. normalization.Mean.Select(mean => (byte)Math.Round(Math.Clamp(mean, 0, 1) * 255))];
    }

    /// <summary>Shape of the images.</summary>
    public ImageShape Shape { get; }

    /// <summary>The pixel nearest to the mean of a channel; it becomes about 0 when normalised.</summary>
    /// <param name="channel">Channel, 0 to <c>Shape.Channels - 1</c>.</param>
    public byte MeanColour(int channel) => _meanColour[channel];
}
