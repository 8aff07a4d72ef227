using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace PocketFlow.Data;

/// <summary>An array in NumPy's format, versions 1.0 to 3.0 (numpy.lib.format), of numbers, in C or Fortran order.</summary>
internal sealed partial class NumpyArray
{
    private const int LongestHeader = 1 << 16;
    private const string Expected = "an array of numbers in NumPy's format (first bytes 93 4e 55 4d 50 59)";

    private readonly byte[] _bytes;

    private NumpyArray(string name, NumpyType type, int[] shape, byte[] bytes)
    {
        (Name, Type, Shape, _bytes) = (name, type, shape, bytes);
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    public NumpyType Type { get; }

    public IReadOnlyList<int> Shape { get; }

    private static ReadOnlySpan<byte> Magic => [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59];

    /// <summary>Reads an array; the size in the header must agree with the length before anything is allocated.</summary>
    /// <param name="stream">The array from its first byte on.</param>
    /// <param name="length">All bytes of it.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DatasetException">The bytes are against the format.</exception>
    public static NumpyArray Read(Stream stream, long length, string name)
    {
        string header = ReadHeader(stream, name, out int headerLength);
        Match type = TypePattern().Match(header), order = OrderPattern().Match(header), shape = ShapePattern().Match(header);
        if (!type.Success || !order.Success || !shape.Success || NumpyType.Parse(type.Groups[1].Value) is not { } known)
        {
            throw Damaged(name, $"the header {header.Trim()}", $"{Expected}: bool, int, uint or float of 8 to 64 bits");
        }

        int[] dims = DimsOf(shape.Groups[1].Value, name);
        Int128 needed = dims.Aggregate((Int128)known.Size, (product, d) => product * d);
        if (needed != length - headerLength || needed > Array.MaxLength)
        {
            throw Damaged(
                name, $"{length - headerLength} bytes behind the header",
                $"{needed} for {known} of shape ({string.Join(", ", dims)}), less than 2 GB");
        }

        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)needed);
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length || stream.ReadByte() >= 0)
        {
            throw Damaged(name, "another length than the file's directory says", $"{length} bytes");
        }

        bool isFortran = order.Groups[1].Value == "True" && dims.Length > 1;
        return new NumpyArray(name, known, dims, isFortran ? FromFortran(bytes, dims, known.Size) : bytes);
    }

    /// <summary>The elements of an array of unsigned bytes; not copied.</summary>
    public byte[] Bytes() => Type.IsByte
        ? _bytes
        : throw new InvalidOperationException($"{Name} holds {Type}; expected was uint8.");

    /// <summary>The elements as floats.</summary>
    public float[] Floats()
    {
        float[] floats = new float[_bytes.Length / Type.Size];
        if (Type is { Kind: 'f', Size: 4, IsBigEndian: false } && BitConverter.IsLittleEndian)
        {
            MemoryMarshal.Cast<byte, float>(_bytes).CopyTo(floats);
            return floats;
        }

        for (int i = 0; i < floats.Length; i++)
        {
            floats[i] = (float)Type.Read(_bytes.AsSpan(i * Type.Size));
        }

        return floats;
    }

    private static string ReadHeader(Stream stream, string name, out int headerLength)
    {
        Span<byte> start = stackalloc byte[12];
        int read = stream.ReadAtLeast(start[..10], 10, throwOnEndOfStream: false);
        if (read < 10 || !start.StartsWith(Magic) || start[6] is < 1 or > 3)
        {
            string found = read == 0 ? "an empty file" : $"first bytes {Convert.ToHexStringLower(start[..read])}";
            throw Damaged(name, found, Expected);
        }

        uint length = BinaryPrimitives.ReadUInt16LittleEndian(start[8..]);
        headerLength = 10;
        if (start[6] > 1)
        {
            stream.ReadAtLeast(start[10..], 2, throwOnEndOfStream: false);
            length = BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
            headerLength = 12;
        }

        byte[] header = new byte[Math.Min(length, LongestHeader)];
        if (length > LongestHeader || stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            throw Damaged(name, $"a header of {length} bytes", $"one of at most {LongestHeader} bytes inside the file");
        }

        headerLength += header.Length;
        return Encoding.UTF8.GetString(header);
    }

    private static int[] DimsOf(string tuple, string name)
    {
        string[] parts = tuple.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] dims = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out dims[i]) || parts.Length > 8)
            {
                throw Damaged(name, $"the shape ({tuple})", "up to 8 sizes of less than 2 billion");
            }
        }

        return dims;
    }

    /// <summary>Puts elements that are stored with the first index running fastest into C order.</summary>
    private static byte[] FromFortran(byte[] source, int[] dims, int size)
    {
        byte[] target = GC.AllocateUninitializedArray<byte>(source.Length);
        int[] index = new int[dims.Length];
        int[] strides = new int[dims.Length];
        for (int axis = 0, stride = 1; axis < dims.Length; stride *= Math.Max(1, dims[axis++]))
        {
            strides[axis] = stride;
        }

        for (int to = 0, from = 0; to < target.Length; to += size)
        {
            source.AsSpan(from * size, size).CopyTo(target.AsSpan(to));
            for (int axis = dims.Length - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++index[axis] < dims[axis])
                {
                    break;
                }

                from -= strides[axis] * dims[axis];
                index[axis] = 0;
            }
        }

        return target;
    }

    private static DatasetException Damaged(string name, string found, string expected) => new(
        name, found, expected, "Write the array again with numpy.save; lists and objects can't be read");

    [GeneratedRegex("'descr'\\s*:\\s*'([^']*)'")]
    private static partial Regex TypePattern();

    [GeneratedRegex("'fortran_order'\\s*:\\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex("'shape'\\s*:\\s*\\(([^)]*)\\)")]
    private static partial Regex ShapePattern();
}
