using System.Buffers.Binary;

namespace PocketFlow.Data;

/// <summary>The header of a PNG file.</summary>
internal sealed record PngHeader(int Width, int Height, int BitDepth, PngColorType ColorType, bool IsInterlaced)
{
    private const int Length = 13;

    /// <summary>Samples of one pixel in the file.</summary>
    public int Samples => ColorType switch
    {
        PngColorType.GrayAlpha => 2,
        PngColorType.Rgb => 3,
        PngColorType.RgbAlpha => 4,
        _ => 1,
    };

    /// <summary>Channels of the decoded image.</summary>
    public int Channels => ColorType is PngColorType.Gray or PngColorType.GrayAlpha ? 1 : 3;

    /// <summary>Bytes between a sample and the same one of the pixel to its left, at least 1.</summary>
    public int PixelBytes => Math.Max(1, Samples * BitDepth / 8);

    /// <summary>Bytes of a row of so many pixels, without its filter byte.</summary>
    public long RowBytes(int pixels) => (((long)pixels * Samples * BitDepth) + 7) / 8;

    /// <exception cref="DatasetException">A value is not allowed.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> content, string name)
    {
        if (content.Length != Length)
        {
            throw ImageDecoder.Damaged(name, $"a header of {content.Length} bytes", $"{Length} bytes");
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(content);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(content[4..]);
        (byte depth, var type, byte interlacing) = (content[8], (PngColorType)content[9], content[12]);
        bool isSize = width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue;
        bool isDepth = type switch
        {
            PngColorType.Gray => depth is 1 or 2 or 4 or 8 or 16,
            PngColorType.Palette => depth is 1 or 2 or 4 or 8,
            PngColorType.Rgb or PngColorType.GrayAlpha or PngColorType.RgbAlpha => depth is 8 or 16,
            _ => false,
        };
        return isSize && isDepth && content[10] == 0 && content[11] == 0 && interlacing <= 1
            ? new PngHeader((int)width, (int)height, depth, type, interlacing == 1)
            : throw ImageDecoder.Damaged(
                name, $"a header with size {width}x{height}, depth {depth}, colour type {content[9]}, methods "
                + $"{content[10]}, {content[11]}, {interlacing}", "values that PNG allows");
    }
}
