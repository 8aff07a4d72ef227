using System.Diagnostics;
using PocketFlow.Formats.Onnx;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.Tests.Onnx;

public sealed class OnnxDamageTests
{
    private const int Mutations = 1500;
    private const long MaximumBytes = 64 << 20;

    [Fact]
    public void Read_TruncatedAnywhere_RaisesModelFormatException()
    {
        byte[] bytes = OnnxFiles.Write(SmallNetworks.Residual());

        for (int length = 0; length < bytes.Length; length += 1 + length / 40)
        {
            Assert.Throws<ModelFormatException>(() => OnnxFiles.Read(bytes[..length]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_MutatedBytes_RaiseTypedErrorsOnly(bool isQuantized)
    {
        Model model = SmallNetworks.Residual();
        byte[] bytes = OnnxFiles.Write(isQuantized ? SmallNetworks.Quantized(model) : model);
        var random = new Random(7);
        using var file = new TemporaryFile();
        var watch = new Stopwatch();

        for (int i = 0; i < Mutations; i++)
        {
            byte[] mutated = Mutate(bytes, random);
            File.WriteAllBytes(file.Path, mutated);
            long before = GC.GetAllocatedBytesForCurrentThread();
            watch.Restart();
            Try(() => OnnxFormat.Read(file.Path));
            Try(() => OnnxFormat.Identify(file.Path));

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaximumBytes);
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
        }
    }

    [Fact]
    public void Read_ForeignFile_RaisesModelFormatException()
    {
        Assert.Throws<ModelFormatException>(() => OnnxFiles.Read("PK\u0003\u0004 this is an archive"u8.ToArray()));
        Assert.Throws<ModelFormatException>(() => OnnxFiles.Read([]));
        Assert.Throws<ModelFormatException>(() => OnnxFiles.Read(new byte[4096]));
    }

    [Fact]
    public void Read_DamagedFile_TellsItsLength()
    {
        byte[] bytes = OnnxFiles.Write(SmallNetworks.Residual());

        var e = Assert.Throws<ModelFormatException>(() => OnnxFiles.Read(bytes[..(bytes.Length / 2)]));

        Assert.Equal("protobuf", e.Rule);
        Assert.Contains($"its {bytes.Length / 2} bytes", e.Message, StringComparison.Ordinal);
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        byte[] mutated = [.. bytes];
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(mutated.Length);
            mutated[at] = random.Next(3) switch
            {
                0 => (byte)random.Next(256),
                1 => (byte)(mutated[at] ^ (1 << random.Next(8))),
                _ => 0xFF,
            };
        }

        return mutated;
    }

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is ModelFormatException or UnsupportedOperatorException)
        {
            // The two errors that a damaged file may raise; anything else fails the test.
        }
    }
}
