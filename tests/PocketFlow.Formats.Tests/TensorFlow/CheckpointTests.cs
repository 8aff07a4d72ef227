using System.Buffers.Binary;
using System.Text;
using PocketFlow.Formats.TensorFlow.Checkpoint;
using PocketFlow.Testing;
using PocketFlow.Testing.TensorFlow;

namespace PocketFlow.Formats.Tests.TensorFlow;

[Trait("Category", "Oracle")]
public sealed class CheckpointTests(TensorFlowNetworks models) : IClassFixture<TensorFlowNetworks>
{
    private const int Mutations = 4000;

    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("123456789", 0xe3069283u)]
    [InlineData("a", 0xc1d04330u)]
    public void Masked_KnownText_IsTheRotatedChecksum(string text, uint crc)
    {
        uint expected = unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u);

        Assert.Equal(expected, Crc32C.Masked(Encoding.ASCII.GetBytes(text)));
    }

    [Theory]
    [InlineData("05 10 68 65 6c 6c 6f", "hello")]
    [InlineData("0a 04 61 62 19 02", "abababababab")]
    [InlineData("0a 04 61 62 1e 02 00", "ababababab")]
    [InlineData("06 f0 05 61 62 63 64 65 66", "abcdef")]
    [InlineData("00", "")]
    public void Unpack_Elements_GivesTheText(string packed, string text)
    {
        byte[] bytes = Convert.FromHexString(packed.Replace(" ", "", StringComparison.Ordinal));
        bytes[0] = (byte)text.Length;

        Assert.Equal(text, Encoding.ASCII.GetString(Snappy.Unpack(bytes, "block")));
    }

    [Theory]
    [InlineData("ff ff ff 7f 00 61")]
    [InlineData("05 10 68 65")]
    [InlineData("05 00 68")]
    [InlineData("05 00 68 05 02")]
    [InlineData("05 fc ff ff ff ff")]
    [InlineData("02 10 68 65 6c 6c 6f")]
    public void Unpack_Damaged_RaisesModelFormatException(string packed) => Assert.Throws<ModelFormatException>(
        () => Snappy.Unpack(Convert.FromHexString(packed.Replace(" ", "", StringComparison.Ordinal)), "block"));

    [ToolTheory(TensorFlowModels.Python)]
    [InlineData("mobilenet_v2", 49)]
    [InlineData("mobilenet_v1", 48)]
    [InlineData("resnet_v1", 39)]
    public void Read_Table_HasEveryKeyInOrder(string name, int count)
    {
        string[] keys = [.. new TableReader(Index(name), "index").Read().Keys];

        Assert.Equal("", keys[0]);
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.Equal(count, keys.Length);
    }

    /// <summary>Damage that the checksums don't find, since they are made to fit.</summary>
    [ToolTheory(TensorFlowModels.Python)]
    [InlineData("mobilenet_v2")]
    [InlineData("mobilenet_v1")]
    public void Read_MutatedBlocksWithFittingChecksums_RaisesTypedErrorsOnly(string name)
    {
        byte[] original = Index(name);
        (int Start, int Length)[] blocks = [.. Blocks(original)];
        Assert.True(blocks.Length > 4);
        var random = new Random(5);
        for (int i = 0; i < Mutations; i++)
        {
            byte[] bytes = [.. original];
            (int start, int length) = blocks[random.Next(blocks.Length)];
            for (int n = random.Next(1, 4); n > 0; n--)
            {
                bytes[start + random.Next(length + 1)] = (byte)random.Next(256);
            }

            uint crc = Crc32C.Masked(bytes.AsMemory(start, length + 1));
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(start + length + 1), crc);

            Exception? e = Record.Exception(() => new TableReader(bytes, "index").Read());

            Assert.True(e is null or ModelFormatException, $"{i}: {e}");
        }
    }

    private byte[] Index(string name) =>
        File.ReadAllBytes(Path.Combine(models.Folder(name), "variables", "variables.index"));

    // Blocks follow each other; each ends where its checksum fits.
    private static IEnumerable<(int Start, int Length)> Blocks(byte[] file)
    {
        for (int start = 0, end = 0; start < file.Length - 48; start = end + 5)
        {
            for (end = start; end < file.Length - 53; end++)
            {
                uint stored = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(end + 1));
                if (Crc32C.Masked(file.AsMemory(start, end + 1 - start)) == stored)
                {
                    break;
                }
            }

            yield return (start, end - start);
        }
    }
}
