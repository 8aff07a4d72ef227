using System.Buffers.Binary;
using System.Numerics;

namespace PocketFlow.Formats.TensorFlow.Checkpoint;

/// <summary>
/// The checksum of tables and tensors: CRC-32 with Castagnoli's polynomial, stored rotated and shifted.
/// </summary>
internal static class Crc32C
{
    private const uint MaskDelta = 0xa282ead8;

    /// <summary>The checksum as files hold it.</summary>
    public static uint Masked(params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        uint crc = uint.MaxValue;
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            crc = Extend(crc, part.Span);
        }

        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }

    private static uint Extend(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return crc;
    }
}
