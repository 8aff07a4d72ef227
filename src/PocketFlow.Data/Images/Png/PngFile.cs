using System.Buffers.Binary;

namespace PocketFlow.Data;

/// <summary>The chunks of a PNG file that matter for its pixels (ISO/IEC 15948), each proved by its checksum.</summary>
internal sealed class PngFile
{
    private const int Envelope = 12;

    private PngFile(PngHeader header, ReadOnlyMemory<byte> palette, IReadOnlyList<ReadOnlyMemory<byte>> data)
    {
        (Header, Palette, Data) = (header, palette, data);
    }

    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public PngHeader Header { get; }

    /// <summary>R, G, B of each colour; empty where the image has no palette.</summary>
    public ReadOnlyMemory<byte> Palette { get; }

    /// <summary>The parts of the compressed pixels, in order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Data { get; }

    /// <exception cref="DatasetException">The file is against the format.</exception>
    public static PngFile Read(ReadOnlyMemory<byte> bytes, string name)
    {
        PngHeader? header = null;
        ReadOnlyMemory<byte> palette = default;
        var data = new List<ReadOnlyMemory<byte>>();
        ReadOnlyMemory<byte> rest = bytes[Signature.Length..];
        while (true)
        {
            (string type, ReadOnlyMemory<byte> content) = ReadChunk(ref rest, name);
            if (header is null != (type == "IHDR"))
            {
                throw ImageDecoder.Damaged(name, $"the chunk {type}", "one header (IHDR), before all else");
            }

            switch (type)
            {
                case "IHDR":
                    header = PngHeader.Parse(content.Span, name);
                    break;
                case "PLTE":
                    palette = content;
                    break;
                case "IDAT":
                    data.Add(content);
                    break;
                case "IEND":
                    return new PngFile(header!, palette, data);
                default:
                    RequireOptional(type, name);
                    break;
            }
        }
    }

    private static (string Type, ReadOnlyMemory<byte> Content) ReadChunk(ref ReadOnlyMemory<byte> rest, string name)
    {
        long length = rest.Length < Envelope ? 0 : BinaryPrimitives.ReadUInt32BigEndian(rest.Span);
        if (rest.Length < Envelope || length > rest.Length - Envelope)
        {
            throw ImageDecoder.Damaged(name, "a PNG image that ends within a chunk", "a whole PNG image");
        }

        ReadOnlyMemory<byte> named = rest.Slice(4, 4 + (int)length);
        uint stored = BinaryPrimitives.ReadUInt32BigEndian(rest.Span[(8 + (int)length)..]);
        string type = System.Text.Encoding.Latin1.GetString(named.Span[..4]);
        if (PngChecksum.Of(named.Span) != stored)
        {
            throw ImageDecoder.Damaged(name, $"a chunk {type} whose checksum is wrong", "an undamaged PNG image");
        }

        rest = rest[(Envelope + (int)length)..];
        return (type, named[4..]);
    }

    private static void RequireOptional(string type, string name)
    {
        // A capital first letter says that a reader which doesn't know the chunk can't show the image.
        if (!char.IsAsciiLetterLower(type[0]))
        {
            throw ImageDecoder.Damaged(name, $"the unknown chunk {type}", "IHDR, PLTE, IDAT, IEND and optional chunks");
        }
    }
}
