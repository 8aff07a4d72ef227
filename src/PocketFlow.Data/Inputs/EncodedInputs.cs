namespace PocketFlow.Data;

/// <summary>A JPEG or PNG file and what messages call it.</summary>
internal readonly record struct EncodedRecord(ReadOnlyMemory<byte> Bytes, string Name);

/// <summary>Images that are read and decoded when asked for.</summary>
/// <param name="read">Gives the file of a record; called from several threads.</param>
/// <param name="count">Number of records.</param>
/// <param name="preparation">How images become inputs.</param>
/// <param name="shape">The shape of inputs.</param>
internal sealed class EncodedInputs(
    Func<int, EncodedRecord> read, int count, ImagePreparation preparation, ImageShape shape)
    : Inputs(InputKind.Pixels, shape, count)
{
    /// <summary>The shape that the first image gets, which all others must get too.</summary>
    public static ImageShape ShapeOf(EncodedRecord first, ImagePreparation preparation)
    {
        (int width, int height) = ImageDecoder.SizeOf(first.Bytes, first.Name);
        return preparation.ShapeOf(new ImageShape(3, height, width));
    }

    public override void Read(int record, InputSpan destination)
    {
        EncodedRecord encoded = read(record);
        preparation.Decode(encoded.Bytes, encoded.Name, shape, destination.Pixels);
    }
}
