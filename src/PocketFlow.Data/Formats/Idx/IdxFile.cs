using System.Buffers.Binary;
using System.IO.Compression;

namespace PocketFlow.Data;

/// <summary>One file in MNIST's idx format: unsigned bytes behind a header, plain or gzip-compressed.</summary>
/// <remarks>
/// Header: two zero bytes, the element type (8 = unsigned byte), the number of dimensions, then each dimension as a
/// big-endian 32-bit integer. The elements follow, last dimension fastest.
/// </remarks>
internal sealed class IdxFile
{
    private const byte UnsignedByte = 8;
    private readonly int _headerLength;
    private readonly string _expected;

    private IdxFile(string path, int rank)
    {
        Path = path;
        _headerLength = 4 + (4 * rank);
        _expected = $"an idx file of unsigned bytes with {rank} dimension{(rank == 1 ? "" : "s")} "
            + $"(first bytes 00 00 08 {rank:x2})";
        Dimensions = new int[rank];
    }

    public string Path { get; }

    public int[] Dimensions { get; }

    private bool IsCompressed => Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads and checks the header, and the length as far as it shows without reading everything.</summary>
    public static IdxFile Open(string path, int rank)
    {
        var file = new IdxFile(path, rank);
        DatasetFolder.Read(path, file._expected, () =>
        {
            using Stream stream = file.OpenStream();
            byte[] header = new byte[file._headerLength];
            file.ParseHeader(header, stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false));
            file.RequireLength(file.StoredLength());
            return true;
        });
        return file;
    }

    /// <summary>Reads the elements behind the header.</summary>
    public byte[] ReadElements()
    {
        return DatasetFolder.Read(Path, _expected, () =>
        {
            using Stream stream = OpenStream();
            byte[] elements = GC.AllocateUninitializedArray<byte>((int)ElementCount());
            stream.ReadAtLeast(new byte[_headerLength], _headerLength, throwOnEndOfStream: false);
            int read = stream.ReadAtLeast(elements, elements.Length, throwOnEndOfStream: false);
            RequireLength(read == elements.Length && stream.ReadByte() >= 0 ? read + 1 : read);
            return elements;
        });
    }

    private Stream OpenStream()
    {
        var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return IsCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private void ParseHeader(byte[] header, int read)
    {
        bool magic = read >= 4
            && header is [0, 0, UnsignedByte, _, ..] && header[3] == Dimensions.Length;
        if (!magic || read < header.Length)
        {
            string found = read == 0 ? "an empty file"
                : read < header.Length && (magic || read < 4) ? $"only {read} bytes, less than a header"
                : $"first bytes {Convert.ToHexStringLower(header.AsSpan(0, 4))}";
            throw new DatasetException(Path, found, _expected, Advice());
        }

        for (int i = 0; i < Dimensions.Length; i++)
        {
            Dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 + (4 * i)));
        }

        if (Dimensions.Any(size => size <= 0) || ElementCount() > Array.MaxLength)
        {
            throw new DatasetException(
                Path, $"dimensions {string.Join("x", Dimensions)} in the header",
                "dimensions above 0 with less than 2 GB of elements", Advice());
        }
    }

    private long ElementCount() =>
        (long)Dimensions.Aggregate(1.0, (product, size) => product * size);

    private long StoredLength()
    {
        if (!IsCompressed)
        {
            return new FileInfo(Path).Length - _headerLength;
        }

        // The last four bytes of a gzip member are its length. They say nothing when members were joined, or
        // when the file was cut; then, and only then, everything is decompressed and counted.
        long trailer = TrailerLength() - _headerLength;
        return trailer == ElementCount() ? trailer : CountedLength() - _headerLength;
    }

    private long TrailerLength()
    {
        using FileStream file = File.OpenRead(Path);
        byte[] trailer = new byte[4];
        file.Seek(-Math.Min(4, file.Length), SeekOrigin.End);
        file.ReadAtLeast(trailer, 4, throwOnEndOfStream: false);
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    private long CountedLength()
    {
        using Stream stream = OpenStream();
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            total += read;
        }

        return total;
    }

    private void RequireLength(long elements)
    {
        long expected = ElementCount();
        if (elements != expected)
        {
            string more = elements > expected ? " or more" : "";
            throw new DatasetException(
                Path, $"{elements}{more} bytes behind the header",
                $"{expected}, since the header says {string.Join("x", Dimensions)}", Advice());
        }
    }

    private static string Advice() => "The file is damaged or of another kind; fetch it again";
}
