namespace PocketFlow.Data;

/// <summary>An image file whose header was read and checked, and whose pixels are decoded on demand.</summary>
internal abstract class EncodedImage
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <exception cref="DatasetException">The bytes behind the header are damaged.</exception>
    public abstract DecodedImage Decode();
}
