using System.Reflection;

namespace PocketFlow.Tests;

public sealed class SampleTests : IDisposable
{
    private readonly TinyWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [RuntimesFact]
    public void Compress_PrunesAndQuantizesAndWritesBothFiles()
    {
        string output = _workshop.In("sample");
        string[] arguments = [_workshop.ModelPath, output, _workshop.Data];

        Assembly.Load("Compress").EntryPoint!.Invoke(null, [arguments]);

        Assert.True(new FileInfo(Path.Combine(output, "model.tflite")).Length > 0);
        Assert.True(new FileInfo(Path.Combine(output, "model.onnx")).Length > 0);
        Assert.Contains("channel-pruning", File.ReadAllText(Path.Combine(output, "recipe.json")), StringComparison.Ordinal);
    }
}
