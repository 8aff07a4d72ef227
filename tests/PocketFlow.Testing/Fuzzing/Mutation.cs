using System.Buffers.Binary;

namespace PocketFlow.Testing.Fuzzing;

/// <summary>
/// Damages files in the ways that find faults of readers: flipped bits, numbers at the ends of their range, cut ends, and
/// parts that are repeated, removed or come from another file. The same seed and number give the same damage.
/// </summary>
internal sealed class Mutation(IReadOnlyList<byte[]> corpus, int seed)
{
    private static readonly uint[] s_numbers =
        [0, 1, 2, 3, 4, 7, 8, 127, 128, 255, 256, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF];

    /// <summary>The damaged file with a number.</summary>
    public byte[] Create(int number)
    {
        var random = new Random(unchecked(seed * 1_000_003 + number));
        byte[] file = [.. corpus[number % corpus.Count]];
        for (int n = random.Next(1, 5); n > 0 && file.Length > 0; n--)
        {
            file = Apply(file, random);
        }

        return file;
    }

    private byte[] Apply(byte[] file, Random random)
    {
        // Structure is mostly in front; weights behind it are many and dull.
        int at = random.Next(random.Next(2) == 0 ? file.Length : Math.Min(file.Length, 4096));
        switch (random.Next(12))
        {
            case 0 or 1 or 2:
                file[at] ^= (byte)(1 << random.Next(8));
                return file;
            case 3 or 4:
                file[at] = (byte)random.Next(256);
                return file;
            case 5 or 6 or 7:
                return WithNumber(file, at, random);
            case 8:
                return file[..at];
            case 9:
                return WithoutRange(file, at, random.Next(1, 64));
            case 10:
                return WithRange(file, at, file, random);
            default:
                return WithRange(file, at, corpus[random.Next(corpus.Count)], random);
        }
    }

    private static byte[] WithNumber(byte[] file, int at, Random random)
    {
        uint number = s_numbers[random.Next(s_numbers.Length)];
        number = random.Next(4) == 0 ? (uint)(number + random.Next(-2, 3)) : number;
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        // FlatBuffers aligns its numbers, protobuf doesn't.
        int start = random.Next(2) == 0 ? at & ~3 : at;
        int length = Math.Min(random.Next(1, 5), file.Length - start);
        bytes[..length].CopyTo(file.AsSpan(start));
        return file;
    }

    private static byte[] WithoutRange(byte[] file, int at, int length) =>
        [.. file[..at], .. file[Math.Min(file.Length, at + length)..]];

    private static byte[] WithRange(byte[] file, int at, byte[] source, Random random)
    {
        int from = random.Next(source.Length);
        byte[] part = source[from..Math.Min(source.Length, from + random.Next(1, 256))];
        return [.. file[..at], .. part, .. file[(random.Next(2) == 0 ? at : Math.Min(file.Length, at + part.Length))..]];
    }
}
