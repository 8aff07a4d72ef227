namespace PocketFlow.Data;

/// <summary>The cyclic redundancy check of PNG's chunks: the polynomial of Ethernet, bits taken from the low end.</summary>
internal static class PngChecksum
{
    private const uint ReversedPolynomial = 0xEDB88320;
    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(i => Divide((uint)i))];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint value = uint.MaxValue;
        foreach (byte b in bytes)
        {
            value = s_table[(byte)(value ^ b)] ^ (value >> 8);
        }

        return ~value;
    }

    private static uint Divide(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ ReversedPolynomial : value >> 1;
        }

        return value;
    }
}
