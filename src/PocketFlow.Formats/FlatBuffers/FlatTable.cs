namespace PocketFlow.Formats.FlatBuffers;

/// <summary>A table: numbered fields that are left out where they hold their default.</summary>
internal sealed class FlatTable : FlatObject
{
    private readonly SortedDictionary<int, Field> _fields = [];
    private byte[]? _ownVtable;
    private long _vtablePosition;

    private readonly record struct Field(ulong Bits, int Size, FlatObject? Target);

    public override IEnumerable<FlatObject> References =>
        _fields.Values.Where(f => f.Target is not null).Select(f => f.Target!);

    public FlatTable Set(int field, int value, int fallback = 0) =>
        value == fallback ? this : Put(field, new Field((uint)value, sizeof(int), null));

    public FlatTable Set(int field, bool value, bool fallback = false) =>
        value == fallback ? this : Put(field, new Field(value ? 1u : 0, 1, null));

    public FlatTable Set(int field, float value) =>
        value == 0 ? this : Put(field, new Field(BitConverter.SingleToUInt32Bits(value), sizeof(float), null));

    public FlatTable SetInt64(int field, long value) =>
        value == 0 ? this : Put(field, new Field((ulong)value, sizeof(long), null));

    /// <summary>Sets a field of one byte: the form of small enumerations and of union types.</summary>
    public FlatTable SetByte(int field, int value) =>
        value == 0 ? this : Put(field, new Field((byte)value, 1, null));

    public FlatTable Set(int field, FlatObject? target) =>
        target is null ? this : Put(field, new Field(0, sizeof(uint), target));

    public override void Write(FlatSink sink)
    {
        if (_ownVtable is not null)
        {
            sink.PadTo(_vtablePosition);
            sink.Write(_ownVtable);
        }

        sink.PadTo(Position);
        sink.Write((ulong)(Position - _vtablePosition), sizeof(int));
        foreach ((Field field, long offset) in InlineLayout().Order.Select(f => (_fields[f.Field], f.Offset)))
        {
            sink.PadTo(Position + offset);
            if (field.Target is null)
            {
                sink.Write(field.Bits, field.Size);
            }
            else
            {
                sink.WriteOffset(field.Target);
            }
        }
    }

    protected override (long Position, long End) Place(long end, Dictionary<string, long> vtables)
    {
        (List<(int Field, int Offset)> order, int size) = InlineLayout();
        byte[] vtable = Vtable(order, size);
        string key = Convert.ToHexString(vtable);
        if (!vtables.TryGetValue(key, out _vtablePosition))
        {
            _ownVtable = vtable;
            _vtablePosition = Align(end, sizeof(ushort));
            vtables.Add(key, _vtablePosition);
            end = _vtablePosition + vtable.Length;
        }

        long position = Align(end, _fields.Values.Select(f => f.Size).Append(sizeof(int)).Max());
        return (position, position + size);
    }

    private FlatTable Put(int field, Field value)
    {
        _fields[field] = value;
        return this;
    }

    /// <summary>Fields by falling size, so that none needs padding but the first of eight bytes.</summary>
    private (List<(int Field, int Offset)> Order, int Size) InlineLayout()
    {
        var order = new List<(int, int)>();
        int offset = sizeof(int);
        foreach ((int number, Field field) in _fields.OrderByDescending(f => f.Value.Size))
        {
            offset = (int)Align(offset, field.Size);
            order.Add((number, offset));
            offset += field.Size;
        }

        return (order, offset);
    }

    private byte[] Vtable(List<(int Field, int Offset)> order, int size)
    {
        ushort[] entries = new ushort[_fields.Count == 0 ? 2 : _fields.Keys.Max() + 3];
        entries[0] = checked((ushort)(entries.Length * sizeof(ushort)));
        entries[1] = checked((ushort)size);
        foreach ((int field, int offset) in order)
        {
            entries[field + 2] = checked((ushort)offset);
        }

        byte[] bytes = new byte[entries.Length * sizeof(ushort)];
        for (int i = 0; i < entries.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), entries[i]);
        }

        return bytes;
    }
}
