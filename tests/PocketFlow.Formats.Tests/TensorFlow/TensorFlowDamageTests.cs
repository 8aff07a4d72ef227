using System.Diagnostics;
using PocketFlow.Formats.TensorFlow;
using PocketFlow.Graphs;
using PocketFlow.Testing;
using PocketFlow.Testing.TensorFlow;

namespace PocketFlow.Formats.Tests.TensorFlow;

/// <summary>
/// Damaged graphs, SavedModels and checkpoints raise typed errors and take neither much time nor memory.
/// </summary>
[Trait("Category", "Oracle")]
public sealed class TensorFlowDamageTests(TensorFlowNetworks models) : IClassFixture<TensorFlowNetworks>
{
    private const int Mutations = 120;
    private const long MaximumBytes = 96 << 20;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    public static TheoryData<string, string> Files => new()
    {
        { "mobilenet_frozen", "model.pb" },
        { "mobilenet_v1", TensorFlowFormat.SavedModelFile },
        { "mobilenet_v2", TensorFlowFormat.SavedModelFile },
        { "resnet_v2", TensorFlowFormat.SavedModelFile },
        { "mobilenet_v2", "variables/variables.index" },
        { "resnet_v2", "variables/variables.index" },
        { "mobilenet_v2", "variables/variables.data-00000-of-00001" },
    };

    [ToolTheory(TensorFlowModels.Python)]
    [MemberData(nameof(Files))]
    public void Read_MutatedBytes_RaisesTypedErrorsOnly(string name, string file) =>
        Mutate(name, file, Mutations, seed: 11);

    [ToolTheory(TensorFlowModels.Python)]
    [MemberData(nameof(Files))]
    [Trait("Category", "Slow")]
    public void Read_ManyMutatedBytes_RaisesTypedErrorsOnly(string name, string file) =>
        Mutate(name, file, 5000, seed: 12);

    [ToolTheory(TensorFlowModels.Python)]
    [MemberData(nameof(Files))]
    public void Read_Truncated_RaisesModelFormatException(string name, string file)
    {
        string path = Path.Combine(models.Folder(name), file);
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            for (int length = 0; length < bytes.Length; length += 1 + bytes.Length / 25)
            {
                File.WriteAllBytes(path, bytes[..length]);
                Assert.Throws<ModelFormatException>(() => TensorFlowFormat.Read(models.PathOf(name)));
            }
        }
        finally
        {
            File.WriteAllBytes(path, bytes);
        }
    }

    private void Mutate(string name, string file, int count, int seed)
    {
        string path = Path.Combine(models.Folder(name), file);
        byte[] bytes = File.ReadAllBytes(path);
        var random = new Random(seed);
        try
        {
            for (int i = 0; i < count; i++)
            {
                File.WriteAllBytes(path, Mutated(bytes, random));
                long before = GC.GetAllocatedBytesForCurrentThread();
                long start = Stopwatch.GetTimestamp();

                Exception? e = Record.Exception(() => TensorFlowFormat.Read(models.PathOf(name)));

                Assert.True(
                    e is null or ModelFormatException or UnsupportedOperatorException, $"{seed}/{i}: {e}");
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaximumBytes);
                Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, s_longest);
            }
        }
        finally
        {
            File.WriteAllBytes(path, bytes);
        }
    }

    // Bytes are set, bits flipped, pieces left out, doubled or moved, and numbers made huge.
    private static byte[] Mutated(byte[] original, Random random)
    {
        var bytes = new List<byte>(original);
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(length, bytes.Count - 1));
                    break;
                case 3:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes.InsertRange(at, [0xff, 0xff, 0xff, 0xff, 0x07]);
                    break;
                case 5:
                    bytes[at] = (byte)(random.Next(2) == 0 ? 0x7f : 0xff);
                    break;
                default:
                    bytes[at] = bytes[random.Next(bytes.Count)];
                    break;
            }
        }

        return [.. bytes];
    }
}
