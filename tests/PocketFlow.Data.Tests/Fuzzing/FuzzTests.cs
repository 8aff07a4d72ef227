using System.Diagnostics;
using System.Globalization;
using PocketFlow.Testing;

namespace PocketFlow.Data.Tests;

/// <summary>
/// Damaged files either give a <see cref="DatasetException"/> or data; nothing else, in bounded time and memory. The seed
/// and the number of mutations are fixed; POCKETFLOW_MUTATIONS asks for more.
/// </summary>
public sealed class FuzzTests(SampleImages images, NumpyFiles arrays) : IClassFixture<SampleImages>, IClassFixture<NumpyFiles>
{
    private const int FastMutations = 1000;
    private const long MostBytes = 64L << 20;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    [ToolFact(PythonOracle.Pillow)]
    public void Images_Mutated_NeverFailOtherwise()
    {
        byte[][] corpus = [.. new[] { "jpeg-", "png-" }.SelectMany(prefix => images.Names(prefix).Select(
            name => images.Read(name + (prefix == "jpeg-" ? ".jpg" : ".png"))))];
        var preparation = new ImagePreparation { Resize = Resizing.Parse("20"), Crop = Resizing.Parse("16") };
        byte[] input = new byte[3 * 16 * 16];

        Run(corpus, "image", bytes => preparation.Decode(bytes, "x", new ImageShape(3, 16, 16), input), FixChecksums);
    }

    [ToolFact(PythonOracle.Numpy)]
    public void Arrays_Mutated_NeverFailOtherwise()
    {
        byte[][] corpus = [.. Directory.GetFiles(arrays.Path, "*.npy").Order().Select(File.ReadAllBytes)];

        Run(corpus, "npy", bytes =>
        {
            NumpyArray array = NumpyTests.Read(bytes, "x");
            _ = ArrayDataset.Create("x", array, array, new DatasetOptions());
        });
    }

    [ToolFact(PythonOracle.Numpy)]
    public void Archives_Mutated_NeverFailOtherwise()
    {
        byte[][] corpus = [.. Directory.GetFiles(arrays.Path, "*.npz").Order().Select(File.ReadAllBytes)];
        RunFiles(corpus, "npz");
    }

    [ToolFact(PythonOracle.Protobuf, PythonOracle.Pillow)]
    public void Records_Mutated_NeverFailOtherwise()
    {
        using TempFolder folder = PythonOracle.Run("tf_records.py");
        byte[][] corpus = [.. Directory.GetFiles(folder.Path).Where(f => !f.EndsWith(".bin", StringComparison.Ordinal))
            .Order().Select(File.ReadAllBytes)];

        var messages = new List<byte[]>();
        TfRecordFile.Open(folder.File("floats.tfrecord"), (_, bytes) => messages.Add(bytes.ToArray()));
        TfRecordFile.Open(folder.File("train-00000-of-00001"), (_, bytes) => messages.Add(bytes.ToArray()));

        RunFiles(corpus, "tfrecord");
        Run([.. messages], "example", bytes => _ = TfExample.Parse(bytes) ?? throw new DatasetException("x", "none", "one"));
    }

    [Fact]
    public void Tables_Mutated_NeverFailOtherwise()
    {
        byte[][] corpus = [.. new[] { "a,b,label\n1,2,x\n3,\"4\",\"y\"\"z\"\n", "1.5,2e3,0\n-7,8,1\r\n" }
            .Select(System.Text.Encoding.UTF8.GetBytes)];
        RunFiles(corpus, "csv");
    }

    private static void RunFiles(byte[][] corpus, string format)
    {
        using var folder = new TempFolder();
        string path = folder.File("x");
        DatasetRegistry registry = DatasetRegistry.CreateDefault("/nonexistent");
        Run(corpus, format, bytes =>
        {
            File.WriteAllBytes(path, bytes);
            DatasetSplits splits = registry.Open($"{format}:{path}", ValidationSplit.None);
            ImageDataset all = splits.Train;
            for (int i = 0; i < Math.Min(all.Count, 20); i++)
            {
                _ = all.Normalized(i..(i + 1), Normalization.Identity(1));
            }
        });
    }

    private static void Run(byte[][] corpus, string what, Action<byte[]> use, Action<byte[]>? repair = null)
    {
        int count = int.TryParse(
            Environment.GetEnvironmentVariable("POCKETFLOW_MUTATIONS"), CultureInfo.InvariantCulture, out int asked)
            ? asked : FastMutations / 5;
        var root = new SeededRandom(20260101).Split(what.Sum(c => c));
        int readable = 0;
        for (int i = 0; i < count; i++)
        {
            SeededRandom random = root.Split(i);
            byte[] file = Mutation.Apply(corpus[random.NextInt32(corpus.Length)], ref random);
            if (random.NextBoolean())
            {
                repair?.Invoke(file);
            }

            readable += IsReadable(file, $"{what} {i}", use) ? 1 : 0;
        }

        Assert.InRange(readable, 1, count - 1);
    }

    private static bool IsReadable(byte[] file, string name, Action<byte[]> use)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        bool isReadable = true;
        try
        {
            use(file);
        }
        catch (DatasetException)
        {
            isReadable = false;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Mutation {name} failed with {e.GetType().Name}: {e.Message}", e);
        }

        Assert.True(Stopwatch.GetElapsedTime(start) < s_longest, $"{name} took {Stopwatch.GetElapsedTime(start)}");
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MostBytes, $"{name} of {file.Length} bytes allocated {allocated} bytes");
        return isReadable;
    }

    /// <summary>Makes the checksums of a PNG file right again, so that damage reaches what lies behind them.</summary>
    private static void FixChecksums(byte[] file)
    {
        for (int at = 8; file.AsSpan().StartsWith(PngFile.Signature) && at + 12 <= file.Length;)
        {
            uint length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
            {
                return;
            }

            uint checksum = PngChecksum.Of(file.AsSpan(at + 4, 4 + (int)length));
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), checksum);
            at += 12 + (int)length;
        }
    }
}
