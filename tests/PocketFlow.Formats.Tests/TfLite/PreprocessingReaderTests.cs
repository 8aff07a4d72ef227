using System.IO.Compression;
using System.Text;
using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.Tests.TfLite;

public sealed class PreprocessingReaderTests
{
    [Theory]
    [InlineData(new[] { 127.5f }, new[] { 127.5f }, "0.5,0.5,0.5/0.5,0.5,0.5")]
    [InlineData(new[] { 0f, 51, 102 }, new[] { 255f }, "0,0.2,0.4/1,1,1")]
    public void Read_NormalizationOptions_AreInUnitsOfPixelBy255(float[] mean, float[] deviation, string expected)
    {
        Model model = Read(Sample(mean, deviation, null));

        Assert.Equal(expected, model.Metadata[ModelMetadata.Normalization]);
        Assert.False(model.Metadata.ContainsKey(ModelMetadata.Labels));
    }

    [Fact]
    public void Read_LabelsInTheArchiveBehindTheModel_AreKept()
    {
        byte[] file = WithArchive(Sample([0], [255], "labels.txt"), "labels.txt", "cat\r\ndog\r\n");

        Assert.Equal("cat\ndog", Read(file).Metadata[ModelMetadata.Labels]);
        using var path = new TemporaryFile();
        File.WriteAllBytes(path.Path, file);
        Assert.Equal("cat\ndog", TfLiteFormat.Identify(path.Path).Metadata[ModelMetadata.Labels]);
    }

    [Fact]
    public void Read_LabelsThatUnfoldWithoutBound_RaiseModelFormatException()
    {
        byte[] file = WithArchive(Sample([0], [255], "labels.txt"), "labels.txt", new string('x', 4 << 20));

        Assert.Equal("archive", Assert.Throws<ModelFormatException>(() => Read(file)).Rule);
    }

    [Fact]
    public void Read_NamedLabelsWithoutArchive_RaiseModelFormatException() => Assert.Equal(
        "archive", Assert.Throws<ModelFormatException>(() => Read(Sample([0], [255], "labels.txt"))).Rule);

    [Theory]
    [InlineData(new[] { 1f, 2 }, new[] { 255f })]
    [InlineData(new[] { 1f }, new[] { 0f })]
    public void Read_NumbersThatDontFit_RaiseModelFormatException(float[] mean, float[] deviation) => Assert.Equal(
        "normalization", Assert.Throws<ModelFormatException>(() => Read(Sample(mean, deviation, null))).Rule);

    private static Model Read(byte[] bytes) => TfLiteReaderTests.Read(bytes);

    /// <summary>A network with an image of three channels, and metadata by the field numbers of its schema.</summary>
    private static byte[] Sample(float[] mean, float[] deviation, string? labels)
    {
        FlatTable options = new FlatTable()
            .Set(0, FlatVector.Of<float>(mean)).Set(1, FlatVector.Of<float>(deviation));
        FlatTable unit = new FlatTable().SetByte(0, 1).Set(1, options);
        FlatTable input = new FlatTable().Set(0, FlatVector.Text("image")).Set(4, new FlatReferences([unit]));
        FlatTable output = new FlatTable().Set(0, FlatVector.Text("class"));
        if (labels is not null)
        {
            FlatTable associated = new FlatTable().Set(0, FlatVector.Text(labels)).SetByte(2, 2);
            output.Set(6, new FlatReferences([associated]));
        }

        FlatTable graph = new FlatTable()
            .Set(2, new FlatReferences([input])).Set(3, new FlatReferences([output]));
        FlatTable metadata = new FlatTable().Set(0, FlatVector.Text("tested")).Set(3, new FlatReferences([graph]));
        using var stream = new MemoryStream();
        new FlatBufferWriter(metadata, "M001").Write(stream);

        var file = new TfLiteSample();
        int x = file.Tensor("x", 1, 4, 4, 3);
        int y = file.Tensor("y", 1, 4, 4, 3);
        return file.Operator(BuiltinOperator.RELU, [x], [y]).Interface([x], [y])
            .Metadata("TFLITE_METADATA", stream.ToArray()).Build();
    }

    private static byte[] WithArchive(byte[] model, string name, string content)
    {
        using var stream = new MemoryStream();
        stream.Write(model);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry(name).Open();
            entry.Write(Encoding.UTF8.GetBytes(content));
        }

        return stream.ToArray();
    }
}
