namespace PocketFlow.Formats.TensorFlow.Checkpoint;

/// <summary>Unpacks blocks in Snappy's raw format: literals, and copies of what was unpacked before.</summary>
internal static class Snappy
{
    /// <summary>The densest element makes 64 bytes of 3.</summary>
    private const int LargestRatio = 22;

    public static byte[] Unpack(ReadOnlyMemory<byte> packed, string path)
    {
        var cursor = new ByteCursor(packed, path);
        long length = cursor.TakeVarint();
        if (length > (long)packed.Length * LargestRatio)
        {
            throw Fault(path, $"{packed.Length} bytes can't unpack to {length}");
        }

        byte[] unpacked = new byte[length];
        int written = 0;
        while (!cursor.IsAtEnd)
        {
            byte tag = cursor.TakeByte();
            int count = (tag & 3) == 0 ? LiteralLength(tag >> 2, cursor) : CopyLength(tag);
            if (count < 0 || count > unpacked.Length - written)
            {
                throw Fault(path, "it unpacks to more bytes than it announces");
            }

            if ((tag & 3) == 0)
            {
                cursor.Take(count).CopyTo(unpacked.AsMemory(written));
            }
            else
            {
                Copy(unpacked, written, Offset(tag, cursor), count, path);
            }

            written += count;
        }

        return written == unpacked.Length ? unpacked : throw Fault(path, "it unpacks to fewer bytes than it announces");
    }

    // Lengths from 61 up stand in 1 to 4 bytes behind the tag.
    private static int LiteralLength(int code, ByteCursor cursor) =>
        code < 60 ? code + 1 : (int)Math.Min(LittleEndian(cursor, code - 59) + 1, int.MaxValue);

    private static int CopyLength(byte tag) => (tag & 3) == 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;

    private static long Offset(byte tag, ByteCursor cursor) => (tag & 3) switch
    {
        1 => ((tag & 0xe0L) << 3) | cursor.TakeByte(),
        2 => LittleEndian(cursor, 2),
        _ => LittleEndian(cursor, 4),
    };

    private static long LittleEndian(ByteCursor cursor, int bytes)
    {
        long number = 0;
        for (int i = 0; i < bytes; i++)
        {
            number |= (long)cursor.TakeByte() << (8 * i);
        }

        return number;
    }

    // Source and target may overlap: a copy of its own output repeats a pattern.
    private static void Copy(byte[] unpacked, int written, long offset, int count, string path)
    {
        if (offset == 0 || offset > written)
        {
            throw Fault(path, $"a copy reaches {offset} bytes back from position {written}");
        }

        for (int i = 0; i < count; i++)
        {
            unpacked[written + i] = unpacked[written + i - offset];
        }
    }

    private static ModelFormatException Fault(string path, string found) =>
        new(path, "snappy", $"a compressed block is damaged: {found}.");
}
