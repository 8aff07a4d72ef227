using System.Buffers.Binary;
using System.Text;

namespace PocketFlow.Formats.TensorFlow.Checkpoint;

/// <summary>
/// Reads a sorted table of keys and values in LevelDB's format: blocks whose keys share prefixes, an index of the
/// blocks, and a footer of 48 bytes that says where the index is. Every block carries a checksum.
/// </summary>
internal sealed class TableReader(byte[] file, string path)
{
    private const int FooterBytes = 48;
    private const ulong Magic = 0xdb4775248b80fb57;

    /// <summary>Keys share prefixes, but no honest table grows more than this by it.</summary>
    private const long KeyBytesPerByte = 64;

    private long _keyBytes = KeyBytesPerByte * file.Length;

    /// <summary>All values by key.</summary>
    /// <exception cref="ModelFormatException">The table is damaged or cut off.</exception>
    public SortedDictionary<string, ReadOnlyMemory<byte>> Read()
    {
        var entries = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (ReadOnlyMemory<byte> handle in Entries(Block(IndexHandle())).Select(e => e.Value))
        {
            foreach ((string key, ReadOnlyMemory<byte> value) in Entries(Block(new ByteCursor(handle, path))))
            {
                entries[key] = value;
            }
        }

        return entries;
    }

    private ByteCursor IndexHandle()
    {
        if (file.Length < FooterBytes || BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(file.Length - 8)) != Magic)
        {
            throw Fault("the last 8 bytes are not those of a table; the file is cut off or none of a checkpoint", null);
        }

        var footer = new ByteCursor(file.AsMemory(file.Length - FooterBytes), path);
        // The first handle is that of a block about the table itself.
        footer.TakeVarint();
        footer.TakeVarint();
        return footer;
    }

    private ReadOnlyMemory<byte> Block(ByteCursor handle)
    {
        long offset = handle.TakeVarint();
        long size = handle.TakeVarint();
        if (offset > file.Length || size > file.Length - offset - 5)
        {
            throw Fault($"a block of {size} bytes at {offset} lies outside of the {file.Length} bytes", offset);
        }

        ReadOnlyMemory<byte> content = file.AsMemory((int)offset, (int)size);
        ReadOnlySpan<byte> trailer = file.AsSpan((int)(offset + size), 5);
        uint expected = BinaryPrimitives.ReadUInt32LittleEndian(trailer[1..]);
        if (Crc32C.Masked(file.AsMemory((int)offset, (int)size + 1)) != expected)
        {
            throw Fault("a block differs from its checksum", offset);
        }

        return trailer[0] switch
        {
            0 => content,
            1 => Snappy.Unpack(content, path),
            byte kind => throw Fault($"a block is compressed in the unknown way {kind}", offset),
        };
    }

    private IEnumerable<(string Key, ReadOnlyMemory<byte> Value)> Entries(ReadOnlyMemory<byte> block)
    {
        var cursor = new ByteCursor(EntryBytes(block), path);
        byte[] key = [];
        while (!cursor.IsAtEnd)
        {
            long shared = cursor.TakeVarint();
            long added = cursor.TakeVarint();
            long length = cursor.TakeVarint();
            _keyBytes -= shared + added;
            if (shared > key.Length || _keyBytes < 0)
            {
                throw Fault($"a key shares {shared} bytes with one of {key.Length}, or keys grow without end", null);
            }

            key = [.. key.AsSpan(0, (int)shared), .. cursor.Take(added).Span];
            yield return (Encoding.UTF8.GetString(key), cursor.Take(length));
        }
    }

    // Behind the entries stand the positions of those with whole keys, then their number.
    private ReadOnlyMemory<byte> EntryBytes(ReadOnlyMemory<byte> block)
    {
        long restarts = block.Length < 4 ? -1 : BinaryPrimitives.ReadUInt32LittleEndian(block.Span[^4..]);
        long end = block.Length - 4 - 4 * restarts;
        return restarts >= 0 && end >= 0
            ? block[..(int)end]
            : throw Fault($"a block of {block.Length} bytes announces {restarts} restart points", null);
    }

    private ModelFormatException Fault(string found, long? offset) => new(path, "table", found + ".", offset);
}
