using System.Runtime.InteropServices;
using System.Text;

namespace PocketFlow.Formats.FlatBuffers;

/// <summary>A vector of numbers, bytes, or text: an element count and the elements.</summary>
internal sealed class FlatVector : FlatObject
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _count;
    private readonly int _alignment;
    private readonly bool _endsWithZero;

    private FlatVector(ReadOnlyMemory<byte> bytes, int elementSize, int alignment, bool endsWithZero = false)
    {
        _bytes = bytes;
        _count = bytes.Length / elementSize;
        _alignment = Math.Max(alignment, sizeof(uint));
        _endsWithZero = endsWithZero;
    }

    public override bool IsBulk => _alignment > sizeof(long);

    /// <summary>A vector of numbers; elements are aligned to their size.</summary>
    public static FlatVector Of<T>(ReadOnlySpan<T> elements)
        where T : unmanaged =>
        new(MemoryMarshal.AsBytes(elements).ToArray(), Marshal.SizeOf<T>(), Marshal.SizeOf<T>());

    /// <summary>
    /// A vector of bytes that starts at a multiple of <paramref name="alignment"/>; the bytes aren't copied.
    /// </summary>
    public static FlatVector OfBytes(ReadOnlyMemory<byte> bytes, int alignment = 1) => new(bytes, 1, alignment);

    /// <summary>A text in UTF-8, closed by a zero byte that doesn't count.</summary>
    public static FlatVector Text(string text) => new(Encoding.UTF8.GetBytes(text), 1, 1, endsWithZero: true);

    public override void Write(FlatSink sink)
    {
        sink.PadTo(Position);
        sink.Write((ulong)_count, sizeof(uint));
        sink.Write(_bytes.Span);
        if (_endsWithZero)
        {
            sink.Write(0, 1);
        }
    }

    protected override (long Position, long End) Place(long end, Dictionary<string, long> vtables)
    {
        long position = Align(end + sizeof(uint), _alignment) - sizeof(uint);
        return (position, position + sizeof(uint) + _bytes.Length + (_endsWithZero ? 1 : 0));
    }
}
