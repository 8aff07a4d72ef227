using System.Buffers.Binary;

namespace PocketFlow.Formats.TensorFlow.Checkpoint;

/// <summary>Reads a table's bytes from front to back; what lies outside of them is a fault of the file.</summary>
internal sealed class ByteCursor(ReadOnlyMemory<byte> bytes, string path)
{
    public int Position { get; private set; }

    public bool IsAtEnd => Position >= bytes.Length;

    public ReadOnlyMemory<byte> Take(long count)
    {
        if (count < 0 || count > bytes.Length - Position)
        {
            throw new ModelFormatException(
                path, "table", $"{count} bytes are announced where {bytes.Length - Position} are left.");
        }

        Position += (int)count;
        return bytes.Slice(Position - (int)count, (int)count);
    }

    public byte TakeByte() => Take(1).Span[0];

    public uint TakeUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)).Span);

    /// <summary>A number in groups of 7 bits, lowest first; the highest bit of a byte says that more follow.</summary>
    public long TakeVarint()
    {
        ulong number = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            byte part = TakeByte();
            number |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return (long)number;
            }
        }

        throw new ModelFormatException(path, "table", "a number has more than 63 bits.");
    }
}
