namespace PocketFlow.Data;

/// <summary>The fields of a protobuf message, one after the other, without their names.</summary>
/// <remarks>Used for the few messages of <c>tf.train.Example</c>; a message that is against the format ends in false.</remarks>
internal ref struct ProtobufFields(ReadOnlyMemory<byte> message)
{
    private ReadOnlyMemory<byte> _rest = message;

    /// <summary>Number of the current field.</summary>
    public int Number { get; private set; }

    /// <summary>Value of a field that is one integer.</summary>
    public ulong Integer { get; private set; }

    /// <summary>Content of a field that has bytes, and of 32-bit fields; empty for integers.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Whether bytes were left that are no field.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Goes on to the next field.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        IsDamaged = !TryRead();
        return !IsDamaged;
    }

    /// <summary>The next integer of packed ones.</summary>
    public static bool TryReadInteger(ref ReadOnlyMemory<byte> bytes, out ulong value)
    {
        value = 0;
        ReadOnlySpan<byte> span = bytes.Span;
        for (int i = 0; i < Math.Min(10, span.Length); i++)
        {
            value |= (ulong)(span[i] & 0x7F) << (7 * i);
            if (span[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    private bool TryRead()
    {
        if (!TryReadInteger(ref _rest, out ulong tag))
        {
            return false;
        }

        (Number, Integer, Bytes) = ((int)Math.Min(tag >> 3, int.MaxValue), 0, default);
        switch (tag & 7)
        {
            case 0:
                bool isRead = TryReadInteger(ref _rest, out ulong value);
                Integer = value;
                return isRead;
            case 1:
                return TryTake(8);
            case 2:
                return TryReadInteger(ref _rest, out ulong length) && TryTake(length);
            case 5:
                return TryTake(4);
            default:
                return false;
        }
    }

    private bool TryTake(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            return false;
        }

        (Bytes, _rest) = (_rest[..(int)length], _rest[(int)length..]);
        return true;
    }
}
