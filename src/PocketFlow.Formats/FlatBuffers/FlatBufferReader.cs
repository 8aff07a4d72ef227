using System.Buffers.Binary;
using System.Text;

namespace PocketFlow.Formats.FlatBuffers;

/// <summary>
/// Reads a FlatBuffers file. Every access is checked against the file's bounds, so that a malformed file raises
/// <see cref="ModelFormatException"/> and nothing else.
/// </summary>
internal sealed class FlatBufferReader
{
    /// <summary>
    /// Honest files read each structural byte about once; offsets that lead a reader in circles read more.
    /// </summary>
    private const long ReadsPerByte = 8;

    private readonly string _path;
    private readonly ReadOnlyMemory<byte> _data;
    private long _budget;

    public FlatBufferReader(string path, ReadOnlyMemory<byte> data)
    {
        _path = path;
        _data = data;
        _budget = 4096 + data.Length * ReadsPerByte;
    }

    /// <summary>The root table of a file that carries the given identifier at byte 4.</summary>
    /// <exception cref="ModelFormatException">The file is too short, is of another kind, or its root lies
    /// outside.</exception>
    public FlatTableView Root(string identifier)
    {
        ReadOnlySpan<byte> found = Slice(4, 4, "file identifier").Span;
        return found.SequenceEqual(Encoding.ASCII.GetBytes(identifier))
            ? new FlatTableView(this, Follow(0, "root"))
            : throw Fault("identifier", $"the file doesn't carry the identifier '{identifier}'.", 4);
    }

    public ModelFormatException Fault(string rule, string found, long offset) => new(_path, rule, found, offset);

    /// <summary>Bytes that must lie inside the file.</summary>
    public ReadOnlyMemory<byte> Slice(long position, long length, string what) =>
        position >= 0 && length >= 0 && position <= _data.Length - length
            ? _data.Slice((int)position, (int)length)
            : throw Fault(
                "bounds",
                $"{what} takes {length} bytes, but the file ends at byte {_data.Length}; it is cut off or damaged.",
                position);

    public ReadOnlySpan<byte> Number(long position, int size, string what) => Slice(position, size, what).Span;

    /// <summary>The address that the offset at a position leads to.</summary>
    public long Follow(long position, string what)
    {
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(Number(position, sizeof(uint), what));
        return offset is > 0 and <= int.MaxValue
            ? position + offset
            : throw Fault("offset", $"the offset of {what} is {offset}.", position);
    }

    /// <summary>The first element and the count of the vector at a position.</summary>
    public (long First, int Count) Vector(long position, int elementSize, string what)
    {
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(Number(position, sizeof(uint), what));
        long first = position + sizeof(uint);
        _ = Slice(first, (long)count * elementSize, what);
        return (first, (int)count);
    }

    /// <summary>Accounts for reading bytes of structure.</summary>
    public void Spend(long bytes, long position)
    {
        _budget -= bytes;
        if (_budget < 0)
        {
            throw Fault(
                "structure", "the file's offsets lead to the same bytes again and again; it is damaged.", position);
        }
    }
}
