namespace PocketFlow.Data.Tests;

/// <summary>Damages a file at random: bytes changed, numbers made large, pieces cut out, repeated or swapped.</summary>
internal static class Mutation
{
    private static readonly byte[] s_telling = [0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF];

    public static byte[] Apply(byte[] source, ref SeededRandom random)
    {
        byte[] file = [.. source];
        int changes = 1 + random.NextInt32(4);
        for (int i = 0; i < changes && file.Length > 0; i++)
        {
            file = Change(file, ref random);
        }

        return file;
    }

    private static byte[] Change(byte[] file, ref SeededRandom random)
    {
        int at = Place(file, ref random), length = Math.Min(1 + random.NextInt32(16), file.Length - at);
        switch (random.NextInt32(7))
        {
            case 0:
                file[at] ^= (byte)(1 << random.NextInt32(8));
                return file;
            case 1:
                file[at] = (byte)random.NextUInt64();
                return file;
            case 2:
                file.AsSpan(at, length).Fill(s_telling[random.NextInt32(s_telling.Length)]);
                return file;
            case 3:
                return file[..at];
            case 4:
                return [.. file[..at], .. file[(at + length)..]];
            case 5:
                return [.. file[..at], .. file.AsSpan(at, length), .. file[at..]];
            default:
                int other = Place(file, ref random);
                file.AsSpan(other, Math.Min(length, file.Length - Math.Max(at, other))).CopyTo(file.AsSpan(at));
                return file;
        }
    }

    /// <summary>Half of all changes hit the first bytes, where headers are.</summary>
    private static int Place(byte[] file, ref SeededRandom random) =>
        random.NextInt32(random.NextBoolean() ? Math.Min(file.Length, 200) : file.Length);
}
