namespace PocketFlow.Runtimes.Tests;

public sealed class ModelRuntimesTests
{
    [Theory]
    [InlineData("a/model.onnx", "ONNX Runtime")]
    [InlineData("MODEL.TFLITE", "LiteRT")]
    public void For_KnownExtension_FindsTheRuntime(string path, string name)
    {
        using var runtimes = new ModelRuntimes();

        Assert.Equal(name, runtimes.For(path).Name);
    }

    [Fact]
    public void For_UnknownExtension_ListsTheKnown()
    {
        using var runtimes = new ModelRuntimes();

        var error = Assert.Throws<ArgumentException>(() => runtimes.For("model.pt"));

        Assert.Contains(".tflite and .onnx", error.Message, StringComparison.Ordinal);
    }
}
