using System.Buffers.Binary;
using PocketFlow.Formats.Onnx;
using PocketFlow.Graphs;

namespace PocketFlow.Tests;

/// <summary>A temporary folder with a data set of 8x8 images in MNIST's layout and a network for it.</summary>
internal sealed class TinyWorkshop : IDisposable
{
    public const int TestImages = 40;
    public const string Normalization = "0.5/0.25";
    private const int Size = 8;
    private const int TrainImages = 160;

    public TinyWorkshop()
    {
        Folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;
        Directory.CreateDirectory(DataFolder);
        WriteImages("train", TrainImages);
        WriteImages("t10k", TestImages);
        OnnxFormat.Write(Network(), ModelPath);
    }

    public string Folder { get; }

    public string DataFolder => In("data");

    public string Data => $"mnist:{DataFolder}";

    public string ModelPath => In("tiny.onnx");

    public string In(string name) => Path.Combine(Folder, name);

    public static Model Network()
    {
        var builder = new GraphBuilder("tiny", seed: 3);
        Value x = builder.Input("input", 1, Size, Size);
        x = builder.Relu(builder.BatchNormalization(builder.Conv(x, "conv1", 16, 3), "bn1"), "relu1");
        x = builder.Relu(builder.BatchNormalization(builder.Conv(x, "conv2", 16, 3, 2), "bn2"), "relu2");
        Model model = builder.Build(builder.Gemm(builder.GlobalAveragePool(x, "pool"), "logits", 10));
        model.Metadata[ModelMetadata.Normalization] = Normalization;
        model.Metadata[ModelMetadata.Validation] = "random:32:0";
        return model;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void WriteImages(string part, int count)
    {
        byte[] pixels = [.. Enumerable.Range(0, count * Size * Size)
            .Select(i => (byte)((i * 31) ^ ((i / (Size * Size)) * 57)))];
        File.WriteAllBytes(
            Path.Combine(DataFolder, $"{part}-images-idx3-ubyte"),
            [0, 0, 8, 3, .. BigEndian(count), .. BigEndian(Size), .. BigEndian(Size), .. pixels]);
        File.WriteAllBytes(
            Path.Combine(DataFolder, $"{part}-labels-idx1-ubyte"),
            [0, 0, 8, 1, .. BigEndian(count), .. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);
    }

    private static byte[] BigEndian(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
