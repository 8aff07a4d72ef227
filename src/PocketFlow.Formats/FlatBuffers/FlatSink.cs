using System.Buffers.Binary;

namespace PocketFlow.Formats.FlatBuffers;

/// <summary>A stream with a position that is written front to back, little-endian.</summary>
internal sealed class FlatSink(Stream stream)
{
    private readonly byte[] _word = new byte[8];

    public long Position { get; private set; }

    public void PadTo(long position)
    {
        for (; Position < position; Position++)
        {
            stream.WriteByte(0);
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        Position += bytes.Length;
    }

    /// <summary>Writes the low bytes of a number.</summary>
    public void Write(ulong bits, int size)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_word, bits);
        Write(_word.AsSpan(0, size));
    }

    /// <summary>Writes an offset from here to a target that lies behind.</summary>
    public void WriteOffset(FlatObject target) => Write((ulong)(target.Position - Position), sizeof(uint));
}
