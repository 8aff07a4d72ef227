using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Testing;

namespace PocketFlow.Formats.Tests.TfLite;

public sealed class TfLiteFormatTests
{
    [Fact]
    public void Identify_WrittenModel_SaysWhatItHolds()
    {
        using var file = new TemporaryFile();
        Model model = TestNetworks.ResNet20();
        model.Metadata[ModelMetadata.Normalization] = "0.49,0.48,0.45/0.2,0.2,0.2";
        model.Metadata["note"] = "ä \"quoted\"\nline";

        TfLiteFormat.Write(model, file.Path, new TfLiteExportOptions());
        TfLiteSummary summary = TfLiteFormat.Identify(file.Path);

        TfLiteTensorInfo input = Assert.Single(summary.Inputs);
        Assert.Equal(("input", TfLiteTensorType.Float32), (input.Name, input.Type));
        Assert.Equal([1, 32, 32, 3], input.Dims);
        Assert.Null(input.Quantization);
        Assert.Equal("logits", Assert.Single(summary.Outputs).Name);
        Assert.Equal(model.Metadata, summary.Metadata);
        Assert.Equal(19, summary.Operators["CONV_2D"]);
        Assert.Equal(9, summary.Operators["ADD"]);
        Assert.InRange(summary.BufferBytes, 4 * 268_000, 4 * 270_000);
    }

    [Fact]
    public void Write_ModelWithBatch_FixesItsSize()
    {
        using var file = new TemporaryFile();

        TfLiteFormat.Write(TestNetworks.LeNet(), file.Path, new TfLiteExportOptions { BatchSize = 4 });

        TfLiteSummary summary = TfLiteFormat.Identify(file.Path);
        Assert.Equal([4, 12, 12, 1], summary.Inputs[0].Dims);
        Assert.Equal([4, 3], summary.Outputs[0].Dims);
    }

    [Fact]
    public void Write_Model_LeavesItUnchanged()
    {
        using var file = new TemporaryFile();
        Model model = TestNetworks.ResNet20();
        string before = model.ToString();

        TfLiteFormat.Write(model, file.Path, new TfLiteExportOptions());

        Assert.Equal(before, model.ToString());
    }

    [Fact]
    public void Write_SameModelTwice_GivesTheSameBytes()
    {
        using var file = new TemporaryFile();
        using var again = new TemporaryFile();

        TfLiteFormat.Write(TestNetworks.ResNet20(), file.Path, new TfLiteExportOptions());
        TfLiteFormat.Write(TestNetworks.ResNet20(), again.Path, new TfLiteExportOptions());

        Assert.Equal(File.ReadAllBytes(file.Path), File.ReadAllBytes(again.Path));
    }

    [Fact]
    public void Write_UnsupportedNodes_ListsThemAllAndKeepsTheOldFile()
    {
        using var file = new TemporaryFile();
        File.WriteAllText(file.Path, "old");
        var builder = new GraphBuilder("bad");
        Value x = builder.Input("x", 4, 8, 8);
        Value dilated = builder.Add(
            "MaxPool", [x], "dilated",
            new AttributeMap { { "kernel_shape", new long[] { 3, 3 } }, { "dilations", new long[] { 2, 2 } } });
        Value sizes = builder.Constant("sizes", TensorData.Vector(1, 4, 8, 8));
        Value cubic = builder.Add(
            "Resize", [dilated, null, null, sizes], "cubic", new AttributeMap { { "mode", "cubic" } });

        var e = Assert.Throws<UnsupportedOperatorException>(
            () => TfLiteFormat.Write(builder.Build(cubic), file.Path, new TfLiteExportOptions()));

        Assert.Equal(2, e.Offenders.Count);
        Assert.Contains(e.Offenders, o => o.Contains("'dilated'", StringComparison.Ordinal));
        Assert.Contains(e.Offenders, o => o.Contains("'cubic'", StringComparison.Ordinal));
        Assert.Equal("old", File.ReadAllText(file.Path));
    }

    [Fact]
    public void Write_IntegerInterfaceOfFloatModel_SaysWhatToDo()
    {
        using var file = new TemporaryFile();
        var options = new TfLiteExportOptions { Interface = TfLiteInterface.Int8 };

        var e = Assert.Throws<ArgumentException>(() => TfLiteFormat.Write(TestNetworks.LeNet(), file.Path, options));

        Assert.Contains("float interface", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(file.Path));
    }

    [Fact]
    public void Identify_TextFile_IsRefused()
    {
        using var file = new TemporaryFile();
        File.WriteAllText(file.Path, "this is no model at all");

        var e = Assert.Throws<ModelFormatException>(() => TfLiteFormat.Identify(file.Path));

        Assert.Equal("identifier", e.Rule);
    }

    [Fact]
    public void Identify_EveryTruncation_RaisesModelFormatException()
    {
        using var file = new TemporaryFile();
        TfLiteFormat.Write(TestNetworks.Quantize(TestNetworks.LeNet()), file.Path, new TfLiteExportOptions());
        byte[] whole = File.ReadAllBytes(file.Path);

        // The last bytes are padding.
        for (int length = 0; length < whole.Length - 16; length += 1 + length / 60)
        {
            File.WriteAllBytes(file.Path, whole[..length]);
            Assert.Throws<ModelFormatException>(() => TfLiteFormat.Identify(file.Path));
        }
    }

    [Fact]
    public void Identify_MutatedFiles_RaiseNothingElse()
    {
        using var file = new TemporaryFile();
        Model model = TestNetworks.Quantize(TestNetworks.LeNet());
        model.Metadata["key"] = "value";
        TfLiteFormat.Write(model, file.Path, new TfLiteExportOptions());
        byte[] whole = File.ReadAllBytes(file.Path);
        var random = new Random(20);
        int refused = 0;
        for (int i = 0; i < 2000; i++)
        {
            byte[] mutated = [.. whole];
            for (int k = random.Next(4); k >= 0; k--)
            {
                int value = random.Next(3) switch { 0 => 0xff, 1 => 0, _ => random.Next(256) };
                mutated[random.Next(whole.Length)] = (byte)value;
            }

            File.WriteAllBytes(file.Path, mutated);
            refused += Record.Exception(() => TfLiteFormat.Identify(file.Path)) switch
            {
                null => 0,
                ModelFormatException => 1,
                { } other => throw new InvalidOperationException($"Mutation {i} raised something else.", other),
            };
        }

        Assert.InRange(refused, 100, 1999);
    }

    [SharedFact("models/mlperf_tiny_resnet8_int8.tflite")]
    public void Identify_ForeignFile_SaysWhatItHolds()
    {
        TfLiteSummary summary = TfLiteFormat.Identify(SharedFiles.Find("models/mlperf_tiny_resnet8_int8.tflite")!);

        Assert.Equal(TfLiteTensorType.Int8, summary.Inputs[0].Type);
        Assert.Equal([1, 32, 32, 3], summary.Inputs[0].Dims);
        Assert.Equal(9, summary.Operators["CONV_2D"]);
        Assert.Single(summary.Inputs[0].Quantization!.Scales);
    }
}
