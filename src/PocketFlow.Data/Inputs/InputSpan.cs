namespace PocketFlow.Data;

/// <summary>Room for the input of one record: pixels or values, as the kind of the inputs says.</summary>
public readonly ref struct InputSpan
{
    private InputSpan(Span<byte> pixels, Span<float> values)
    {
        Pixels = pixels;
        Values = values;
    }

    /// <summary>8-bit samples, [C, H, W] for images; empty for values.</summary>
    public Span<byte> Pixels { get; }

    /// <summary>Floats; empty for pixels.</summary>
    public Span<float> Values { get; }

    /// <summary>Room for pixels.</summary>
    /// <param name="pixels">As many as one input has elements.</param>
    public static InputSpan Of(Span<byte> pixels) => new(pixels, []);

    /// <summary>Room for values.</summary>
    /// <param name="values">As many as one input has elements.</param>
    public static InputSpan Of(Span<float> values) => new([], values);
}
