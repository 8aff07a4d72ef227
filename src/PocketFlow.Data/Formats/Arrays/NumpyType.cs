using System.Buffers.Binary;
using System.Globalization;

namespace PocketFlow.Data;

/// <summary>An element type of NumPy arrays: kind, size and byte order.</summary>
internal sealed record NumpyType(char Kind, int Size, bool IsBigEndian)
{
    private const string Kinds = "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8";

    public bool IsFloat => Kind == 'f';

    /// <summary>Whether elements are unsigned bytes, as pixels are.</summary>
    public bool IsByte => this is { Kind: 'u', Size: 1 };

    /// <summary>Reads a type such as <c>&lt;f4</c> or <c>|u1</c>; null for other than numbers.</summary>
    public static NumpyType? Parse(string text)
    {
        bool isKnown = text.Length == 3 && "<>|=".Contains(text[0], StringComparison.Ordinal)
            && Kinds.Split(' ').Contains(text[1..]);
        return isKnown
            ? new NumpyType(text[1], int.Parse(text[2..], CultureInfo.InvariantCulture), text[0] == '>')
            : null;
    }

    /// <summary>The first element of some bytes. Integers beyond 2^53 lose their last digits.</summary>
    public double Read(ReadOnlySpan<byte> bytes)
    {
        Span<byte> element = stackalloc byte[8];
        bytes[..Size].CopyTo(element);
        if (IsBigEndian)
        {
            element[..Size].Reverse();
        }

        return (Kind, Size) switch
        {
            ('b', _) => element[0] != 0 ? 1 : 0,
            ('i', 1) => (sbyte)element[0],
            ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(element),
            ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(element),
            ('i', _) => BinaryPrimitives.ReadInt64LittleEndian(element),
            ('f', 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(element),
            ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(element),
            ('f', _) => BinaryPrimitives.ReadDoubleLittleEndian(element),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(element),
        };
    }

    /// <summary>The type as words.</summary>
    public override string ToString() =>
        (Kind switch { 'b' => "bool", 'i' => "int", 'u' => "uint", _ => "float" }) + (Kind == 'b' ? "" : $"{Size * 8}");
}
