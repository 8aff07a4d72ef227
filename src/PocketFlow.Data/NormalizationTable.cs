namespace PocketFlow.Data;

/// <summary>Turns 8-bit samples into normalised floats by looking each one up in its channel's table of 256.</summary>
/// <remarks>Immutable and safe for use from several threads.</remarks>
public sealed class NormalizationTable
{
    private const int Levels = 256;
    private readonly float[] _values;
    private readonly InputShape _shape;

    /// <summary>Computes the tables.</summary>
    /// <param name="normalization">Mean and deviation per channel.</param>
    /// <param name="shape">Shape of the inputs that will be converted.</param>
    /// <exception cref="ArgumentException">The channel counts differ.</exception>
    public NormalizationTable(Normalization normalization, InputShape shape)
    {
        ArgumentNullException.ThrowIfNull(normalization);
        Normalization fitting = normalization.For(shape);
        _shape = shape;
        _values = new float[shape.Channels * Levels];
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i] = fitting.Normalize((byte)(i % Levels), i / Levels);
        }
    }

    /// <summary>Converts one image.</summary>
    /// <param name="pixels">Pixels, [C, H, W].</param>
    /// <param name="destination">Receives as many floats, [C, H, W].</param>
    /// <exception cref="ArgumentException">A span does not have the length of one image.</exception>
    public void Apply(ReadOnlySpan<byte> pixels, Span<float> destination)
    {
        if (pixels.Length != _shape.Length || destination.Length != _shape.Length)
        {
            throw new ArgumentException(
                $"Found {pixels.Length} pixels and room for {destination.Length}; {_shape} has {_shape.Length}.");
        }

        int plane = _shape.PlaneLength;
        for (int channel = 0; channel < _shape.Channels; channel++)
        {
            LookUp(
                pixels.Slice(channel * plane, plane),
                destination.Slice(channel * plane, plane),
                _values.AsSpan(channel * Levels, Levels));
        }
    }

    private static void LookUp(ReadOnlySpan<byte> pixels, Span<float> destination, ReadOnlySpan<float> table)
    {
        for (int i = 0; i < pixels.Length && i < destination.Length; i++)
        {
            destination[i] = table[pixels[i]];
        }
    }
}
