using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.Tests.Onnx;
using PocketFlow.Formats.Tests.TfLite;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Testing;
using PocketFlow.Testing.Fuzzing;

namespace PocketFlow.Formats.Tests;

/// <summary>Damaged model files of every format, from a small corpus and a fixed seed.</summary>
public sealed class FuzzTests : IDisposable
{
    private const int Seed = 20;
    private const int Fast = 2_000;
    private const int Slow = 100_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("onnx")]
    [InlineData("tflite")]
    public void Read_DamagedFiles_RaisesDocumentedErrorsOnly(string format) => Run(format, Fast);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("onnx")]
    [InlineData("tflite")]
    public void Read_ManyDamagedFiles_RaisesDocumentedErrorsOnly(string format) => Run(format, Slow);

    private void Run(string format, int count)
    {
        string path = Path.Combine(_folder, $"model.{format}");
        var fuzzer = new Fuzzer(Corpus(format, path), Seed);

        int accepted = fuzzer.Run(count, bytes => Read(format, path, bytes), IsDocumented);

        // Neither may be a fuzzer that breaks everything, nor one that breaks nothing.
        Assert.InRange(accepted, count / 100, count * 9 / 10);
    }

    private static void Read(string format, string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        if (format == "onnx")
        {
            OnnxFormat.Identify(path);
            OnnxFormat.Read(path);
        }
        else
        {
            TfLiteFormat.Identify(path);
            TfLiteFormat.Read(path);
        }
    }

    private static bool IsDocumented(Exception e) => e is ModelFormatException or UnsupportedOperatorException;

    private static byte[][] Corpus(string format, string path)
    {
        Model[] models =
        [
            SmallNetworks.Residual(), SmallNetworks.Quantized(SmallNetworks.Residual()), TestNetworks.LeNet(),
            TestNetworks.Shuffle(), TestNetworks.ChannelAttention(), TestNetworks.Pools("AveragePool"),
            RandomGraphs.Create(7), RandomGraphs.Create(8),
        ];
        byte[][] files = [.. models.Select(m => Write(format, path, m))];
        return format == "onnx" ? files : [.. files, .. TfLiteSamples.All()];
    }

    private static byte[] Write(string format, string path, Model model)
    {
        if (format == "onnx")
        {
            OnnxFormat.Write(model, path);
        }
        else
        {
            TfLiteFormat.Write(model, path, new TfLiteExportOptions());
        }

        return File.ReadAllBytes(path);
    }
}
