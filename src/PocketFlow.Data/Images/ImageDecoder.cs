namespace PocketFlow.Data;

/// <summary>Decodes JPEG and PNG files, told apart by their first bytes and never by their names.</summary>
/// <remarks>
/// Transparency is dropped and the orientation that a camera notes in EXIF is ignored: pixels arrive as they are stored,
/// which is what the usual training pipelines feed to networks. Samples of 16 bits keep their high byte.
/// </remarks>
internal static class ImageDecoder
{
    /// <summary>Larger images are refused: 64 million pixels, 200 MB when decoded.</summary>
    public const long MaxPixels = 1L << 26;

    /// <summary>Longer sides are refused; it is the limit of JPEG.</summary>
    public const int MaxSide = ushort.MaxValue;

    /// <summary>Decodes a file's bytes.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DatasetException">The bytes are no readable image.</exception>
    public static DecodedImage Decode(ReadOnlyMemory<byte> bytes, string name) => Open(bytes, name).Decode();

    /// <summary>Reads the header alone.</summary>
    /// <exception cref="DatasetException">The bytes are no readable image.</exception>
    public static (int Width, int Height) SizeOf(ReadOnlyMemory<byte> bytes, string name)
    {
        EncodedImage image = Open(bytes, name);
        return (image.Width, image.Height);
    }

    /// <summary>Whether bytes begin like an image that can be decoded.</summary>
    public static bool IsKnown(ReadOnlySpan<byte> start) =>
        start is [0xFF, 0xD8, 0xFF, ..] || start.StartsWith(PngFile.Signature);

    /// <summary>The error for bytes that are against their format.</summary>
    public static DatasetException Damaged(string name, string found, string expected, Exception? inner = null) =>
        new(name, found, expected, "The image is damaged; fetch it again or remove it", inner);

    /// <summary>Refuses sizes that no file of this length can hold, before anything is allocated.</summary>
    /// <param name="width">Columns that the header promises.</param>
    /// <param name="height">Rows that the header promises.</param>
    /// <param name="possible">Pixels that the compressed bytes can hold at most.</param>
    /// <param name="name">What messages call the image.</param>
    public static void RequirePossible(int width, int height, long possible, string name)
    {
        long pixels = (long)width * height;
        if (pixels > possible)
        {
            throw Damaged(
                name, $"a header that promises {pixels} pixels", $"at most {possible}, which a file of this length can hold");
        }

        RequireModest(width, height, name);
    }

    /// <summary>Refuses sizes that would take an unreasonable amount of memory.</summary>
    public static void RequireModest(int width, int height, string name)
    {
        if ((long)width * height > MaxPixels || Math.Max(width, height) > MaxSide)
        {
            throw new DatasetException(
                name, $"an image of {height}x{width} pixels", $"at most {MaxPixels} pixels, and {MaxSide} on a side",
                "Make it smaller, or remove it");
        }
    }

    private static EncodedImage Open(ReadOnlyMemory<byte> bytes, string name)
    {
        ReadOnlySpan<byte> start = bytes.Span;
        return start switch
        {
            [0xFF, 0xD8, ..] => JpegImage.Open(bytes, name),
            _ when start.StartsWith(PngFile.Signature) => PngImage.Open(bytes, name),
            [] => throw new DatasetException(name, "an empty file", "a JPEG or PNG image"),
            _ => throw new DatasetException(
                name, $"first bytes {Convert.ToHexStringLower(start[..Math.Min(4, start.Length)])}",
                "a JPEG image (ff d8) or a PNG image (89 50 4e 47)", "Convert it to one of them, or remove it"),
        };
    }
}
