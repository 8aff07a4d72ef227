using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PocketFlow.Training.Checkpoints;

/// <summary>
/// Checkpoints on disk: magic, JSON of the state, then each tensor as name and floats, then a SHA-256 of it all.
/// Written beside and renamed, so that a kill at any moment leaves the previous one whole.
/// </summary>
internal static class CheckpointFile
{
    private const string Magic = "PFCHECK1";

    public static void Write(string path, Checkpoint checkpoint)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(JsonSerializer.Serialize(checkpoint.State));
            writer.Write(checkpoint.Tensors.Count);
            foreach (CheckpointTensor tensor in checkpoint.Tensors)
            {
                writer.Write(tensor.Name);
                writer.Write(tensor.Elements.Length);
                writer.Write(MemoryMarshal.AsBytes<float>(tensor.Elements));
            }
        }

        AtomicFile.Write(path, stream =>
        {
            ReadOnlySpan<byte> bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
            stream.Write(bytes);
            stream.Write(SHA256.HashData(bytes));
        });
    }

    /// <exception cref="CheckpointException">The file is damaged.</exception>
    public static Checkpoint Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int length = bytes.Length - SHA256.HashSizeInBytes;
        if (length < 0 || !SHA256.HashData(bytes.AsSpan(0, length)).AsSpan().SequenceEqual(bytes.AsSpan(length)))
        {
            throw new CheckpointException(path, "is damaged: its checksum doesn't fit. Delete it to start anew.");
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, 0, length), Encoding.UTF8);
        if (reader.ReadString() != Magic)
        {
            throw new CheckpointException(path, "is of another version. Delete it to start anew.");
        }

        CheckpointState state = JsonSerializer.Deserialize<CheckpointState>(reader.ReadString())!;
        var tensors = new CheckpointTensor[reader.ReadInt32()];
        for (int i = 0; i < tensors.Length; i++)
        {
            string name = reader.ReadString();
            float[] elements = new float[reader.ReadInt32()];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(elements.AsSpan()));
            tensors[i] = new CheckpointTensor(name, elements);
        }

        return new Checkpoint(state, tensors);
    }
}
