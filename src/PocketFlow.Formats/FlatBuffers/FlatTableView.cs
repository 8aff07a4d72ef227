using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace PocketFlow.Formats.FlatBuffers;

/// <summary>A table inside a file; a field that is absent reads as its default.</summary>
internal readonly struct FlatTableView
{
    private readonly FlatBufferReader _reader;
    private readonly long _vtable;
    private readonly int _vtableSize;
    private readonly int _size;

    public FlatTableView(FlatBufferReader reader, long position)
    {
        _reader = reader;
        Position = position;
        _vtable = position - BinaryPrimitives.ReadInt32LittleEndian(reader.Number(position, sizeof(int), "a table"));
        _vtableSize = BinaryPrimitives.ReadUInt16LittleEndian(reader.Number(_vtable, 4, "a table's field list"));
        _size = BinaryPrimitives.ReadUInt16LittleEndian(reader.Number(_vtable + 2, 2, "a table's field list"));
        if (_vtableSize < 4 || _size < sizeof(int))
        {
            throw reader.Fault(
                "table", $"a table has a field list of {_vtableSize} bytes and {_size} bytes itself.", position);
        }

        _ = reader.Slice(_vtable, _vtableSize, "a table's field list");
        _ = reader.Slice(position, _size, "a table");
        reader.Spend(_vtableSize + _size, position);
    }

    public long Position { get; }

    public int Int32(int field, int fallback = 0) =>
        Find(field, sizeof(int)) is { } at ? BinaryPrimitives.ReadInt32LittleEndian(At(at, 4)) : fallback;

    public uint UInt32(int field) => (uint)Int32(field);

    public sbyte SByte(int field) => Find(field, 1) is { } at ? (sbyte)At(at, 1)[0] : (sbyte)0;

    public bool Bool(int field) => SByte(field) != 0;

    public float Single(int field) => BitConverter.Int32BitsToSingle(Int32(field));

    public long Int64(int field) =>
        Find(field, sizeof(long)) is { } at ? BinaryPrimitives.ReadInt64LittleEndian(At(at, 8)) : 0;

    public bool Has(int field) => Find(field, 1) is not null;

    public FlatTableView? Table(int field) =>
        Find(field, sizeof(uint)) is { } at ? new FlatTableView(_reader, _reader.Follow(at, "a table")) : null;

    public string Text(int field)
    {
        ReadOnlySpan<byte> bytes = Vector<byte>(field);
        _reader.Spend(bytes.Length, Position);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The elements of a vector of numbers; empty where the field is absent.</summary>
    public T[] Numbers<T>(int field)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = Vector<T>(field);
        _reader.Spend(bytes.Length, Position);
        // A copy of the bytes rather than a cast of the span: a damaged file needn't be aligned.
        T[] elements = new T[bytes.Length / Marshal.SizeOf<T>()];
        bytes.CopyTo(MemoryMarshal.AsBytes(elements.AsSpan()));
        return elements;
    }

    /// <summary>The bytes of a vector without copying.</summary>
    public ReadOnlyMemory<byte> Bytes(int field)
    {
        if (Find(field, sizeof(uint)) is not { } at)
        {
            return default;
        }

        (long first, int count) = _reader.Vector(_reader.Follow(at, "a vector"), 1, "a vector");
        return _reader.Slice(first, count, "a vector");
    }

    /// <summary>The tables of a vector of tables; empty where the field is absent.</summary>
    public FlatTableView[] Tables(int field)
    {
        if (Find(field, sizeof(uint)) is not { } at)
        {
            return [];
        }

        (long first, int count) = _reader.Vector(_reader.Follow(at, "a vector"), sizeof(uint), "a vector");
        _reader.Spend(sizeof(uint) * (long)count, Position);
        var tables = new FlatTableView[count];
        for (int i = 0; i < count; i++)
        {
            tables[i] = new FlatTableView(_reader, _reader.Follow(first + sizeof(uint) * (long)i, "a table"));
        }

        return tables;
    }

    public ModelFormatException Fault(string rule, string found) => _reader.Fault(rule, found, Position);

    private ReadOnlySpan<byte> Vector<T>(int field)
        where T : unmanaged
    {
        if (Find(field, sizeof(uint)) is not { } at)
        {
            return [];
        }

        int size = Marshal.SizeOf<T>();
        (long first, int count) = _reader.Vector(_reader.Follow(at, "a vector"), size, "a vector");
        return _reader.Slice(first, (long)count * size, "a vector").Span;
    }

    private ReadOnlySpan<byte> At(long position, int size) => _reader.Number(position, size, "a field");

    private long? Find(int field, int size)
    {
        int entry = 4 + 2 * field;
        if (entry + 2 > _vtableSize)
        {
            return null;
        }

        int offset = BinaryPrimitives.ReadUInt16LittleEndian(At(_vtable + entry, 2));
        if (offset == 0)
        {
            return null;
        }

        return offset >= sizeof(int) && offset + size <= _size
            ? Position + offset
            : throw Fault("field", $"field {field} lies at {offset} in a table of {_size} bytes.");
    }
}
