namespace PocketFlow.Data;

/// <summary>The inputs of all records of a data set. Implementations are safe to read from several threads.</summary>
/// <remarks>
/// Derive from it where inputs are made on demand: the loader calls <see cref="Read"/> on its background threads. Inputs in
/// memory come from the methods here. A record must give the same input whenever it is read.
/// </remarks>
public abstract class Inputs
{
    /// <summary>Creates the base.</summary>
    /// <param name="kind">What the elements are.</param>
    /// <param name="shape">Shape of one input; images are [C, H, W].</param>
    /// <param name="count">Number of records.</param>
    protected Inputs(InputKind kind, InputShape shape, int count)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        (Kind, Shape, Count) = (kind, shape, count);
    }

    /// <summary>What the elements are.</summary>
    public InputKind Kind { get; }

    /// <summary>Shape of one input.</summary>
    public InputShape Shape { get; }

    /// <summary>Number of records.</summary>
    public int Count { get; }

    /// <summary>Writes the input of one record, every element of it.</summary>
    /// <param name="record">0 to <see cref="Count"/> - 1.</param>
    /// <param name="destination">Room for it, of the kind that <see cref="Kind"/> says.</param>
    /// <exception cref="DatasetException">The record is damaged.</exception>
    public abstract void Read(int record, InputSpan destination);

    /// <summary>8-bit samples in memory.</summary>
    /// <param name="pixels">[N, C, H, W] for images; the caller must not change them afterwards.</param>
    /// <param name="shape">Shape of one input.</param>
    /// <exception cref="ArgumentException">The array doesn't hold a whole number of inputs.</exception>
    public static Inputs Pixels(byte[] pixels, InputShape shape) =>
        new StoredInputs<byte>(InputKind.Pixels, pixels, shape, static (source, room) => source.CopyTo(room.Pixels));

    /// <summary>Floats in memory.</summary>
    /// <param name="values">[N, shape]; the caller must not change them afterwards.</param>
    /// <param name="shape">Shape of one input.</param>
    /// <exception cref="ArgumentException">The array doesn't hold a whole number of inputs.</exception>
    public static Inputs Values(float[] values, InputShape shape) =>
        new StoredInputs<float>(InputKind.Values, values, shape, static (source, room) => source.CopyTo(room.Values));
}
