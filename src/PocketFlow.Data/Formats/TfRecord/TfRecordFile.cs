using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace PocketFlow.Data;

/// <summary>A TFRecord file, plain or gzip-compressed: records with a length, each with masked CRC-32C checks.</summary>
/// <remarks>Records of plain files are read when asked for; those of compressed files are kept in memory.</remarks>
internal sealed class TfRecordFile
{
    private const int HeaderLength = 12;
    private const int FooterLength = 4;
    private const string Expected = "TFRecord: a length, its check, the record and its check";

    private readonly List<(long Offset, int Length)> _places = [];
    private readonly List<byte[]>? _kept;

    private TfRecordFile(string path, bool isCompressed) => (Path, _kept) = (path, isCompressed ? [] : null);

    public string Path { get; }

    public int Count => _places.Count;

    /// <summary>Goes through a file once, checks every record and shows it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="visit">Receives number and bytes of each record.</param>
    /// <exception cref="DatasetException">The file is against the format.</exception>
    public static TfRecordFile Open(string path, Action<int, ReadOnlyMemory<byte>> visit)
    {
        return DatasetFolder.Read(path, Expected, () =>
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            bool isCompressed = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
            stream.Position = 0;
            var file = new TfRecordFile(path, isCompressed);
            using Stream records = isCompressed ? new GZipStream(stream, CompressionMode.Decompress) : stream;
            file.ReadAll(records, isCompressed ? long.MaxValue : stream.Length, visit);
            return file;
        });
    }

    /// <summary>Reads a record again. Safe for use from several threads.</summary>
    /// <exception cref="DatasetException">The file changed.</exception>
    public ReadOnlyMemory<byte> Read(int record)
    {
        if (_kept is not null)
        {
            return _kept[record];
        }

        return DatasetFolder.Read(Path, Expected, () =>
        {
            (long offset, int length) = _places[record];
            byte[] bytes = GC.AllocateUninitializedArray<byte>(length);
            using SafeFileHandle file = File.OpenHandle(Path);
            return RandomAccess.Read(file, bytes, offset) == length
                ? bytes
                : throw Damaged(record, "the end of the file");
        });
    }

    private void ReadAll(Stream stream, long end, Action<int, ReadOnlyMemory<byte>> visit)
    {
        byte[] header = new byte[HeaderLength];
        for (long offset = 0; ;)
        {
            int read = stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
            if (read == 0)
            {
                return;
            }

            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(header);
            if (read < HeaderLength || !HasCheck(header.AsSpan(0, 8), header.AsSpan(8)))
            {
                throw Damaged(Count, read < HeaderLength ? "the end of the file" : "a length whose check is wrong");
            }

            if (length > (ulong)Math.Min(Array.MaxLength - FooterLength, end - offset))
            {
                throw Damaged(Count, $"a length of {length} bytes, more than the file has");
            }

            byte[] bytes = ReadRecord(stream, (int)length);
            _places.Add((offset + HeaderLength, bytes.Length));
            _kept?.Add(bytes);
            visit(Count - 1, bytes);
            offset += HeaderLength + bytes.Length + FooterLength;
        }
    }

    /// <summary>Reads in pieces, since the length of a compressed record can't be checked against that of the file.</summary>
    private byte[] ReadRecord(Stream stream, int length)
    {
        const int Piece = 1 << 20;
        byte[] bytes = GC.AllocateUninitializedArray<byte>(Math.Min(length, Piece));
        for (int read = 0; ;)
        {
            int got = stream.ReadAtLeast(bytes.AsSpan(read), bytes.Length - read, throwOnEndOfStream: false);
            read += got;
            if (read < bytes.Length)
            {
                throw Damaged(Count, "the end of the file");
            }

            if (read == length)
            {
                break;
            }

            Array.Resize(ref bytes, (int)Math.Min(length, 2L * bytes.Length));
        }

        byte[] check = new byte[FooterLength];
        return stream.ReadAtLeast(check, FooterLength, throwOnEndOfStream: false) == FooterLength && HasCheck(bytes, check)
            ? bytes
            : throw Damaged(Count, "a record whose check is wrong");
    }

    private static bool HasCheck(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> stored)
    {
        uint crc = uint.MaxValue;
        int i = 0;
        for (; i + 8 <= bytes.Length; i += 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes[i..]));
        }

        for (; i < bytes.Length; i++)
        {
            crc = BitOperations.Crc32C(crc, bytes[i]);
        }

        // TensorFlow rotates a check and adds a constant, since checks of data that hold checks would be weak.
        uint masked = BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
        return masked == BinaryPrimitives.ReadUInt32LittleEndian(stored);
    }

    private DatasetException Damaged(int record, string found) =>
        new(Path, $"{found} at record {record}", Expected, "The file is damaged or of another kind; fetch it again");
}
