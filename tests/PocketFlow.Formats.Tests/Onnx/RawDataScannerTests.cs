using System.Runtime.InteropServices;
using Google.Protobuf;
using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.Tests.Onnx;

public sealed class RawDataScannerTests
{
    [Fact]
    public void Parse_AnyModel_GivesWhatProtobufGives()
    {
        byte[] bytes = OnnxFiles.Write(SmallNetworks.Quantized(SmallNetworks.Residual()));

        ModelProto found = RawDataScanner.Parse(bytes);

        Assert.Equal(ModelProto.Parser.ParseFrom(bytes), found);
    }

    [Fact]
    public void Parse_Contents_LieInTheFile()
    {
        byte[] bytes = OnnxFiles.Write(SmallNetworks.Residual());

        ModelProto found = RawDataScanner.Parse(bytes);

        Assert.All(found.Graph.Initializer, tensor =>
        {
            Assert.True(MemoryMarshal.TryGetArray(tensor.RawData.Memory, out ArraySegment<byte> segment));
            Assert.Same(bytes, segment.Array);
        });
    }

    [Fact]
    public void Parse_TensorOfAnAttribute_IsRestored()
    {
        ModelProto model = OnnxFiles.Model(
            17, OnnxFiles.Node("Constant", "_", "c", ("value", TensorData.From<float>([1, 2, 3], 3))));

        AttributeProto found = RawDataScanner.Parse(model.ToByteArray()).Graph.Node[0].Attribute[0];

        Assert.Equal(model.Graph.Node[0].Attribute[0], found);
    }

    [Fact]
    public void Read_ListsOfFloats_AreTakenAsTheyLie()
    {
        ModelProto model = OnnxFiles.Model(17, OnnxFiles.Node("Mul", "x w", "y"));
        model.Graph.Initializer.Add(new TensorProto
        {
            Name = "w", DataType = (int)ElementType.Float64, Dims = { 2, 1 }, DoubleData = { 0.5, -3 },
        });
        model.Graph.Input[0] = OnnxTypes.Write("x", ElementType.Float64, new Shape(4, 2, 3));

        Graph graph = model.Read().Graph;

        Assert.Equal([0.5f, -3], graph.Find("w")!.Data!.As<float>().ToArray());
        Assert.Equal(ElementType.Float32, graph.Outputs[0].Type);
    }

    [Fact]
    public void Read_FileOfWeights_AllocatesLittleMoreThanTheFile()
    {
        var builder = new GraphBuilder("large", 1);
        Value x = builder.Input("x", 512);
        Model model = builder.Build(builder.Gemm(builder.Gemm(x, "a", 2048), "b", 2048));
        using var file = new TemporaryFile();
        OnnxFormat.Write(model, file.Path);
        long size = new FileInfo(file.Path).Length;
        OnnxFormat.Read(file.Path);
        long before = GC.GetAllocatedBytesForCurrentThread();

        OnnxFormat.Read(file.Path);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, size, size * 1.05);
    }

    [Theory]
    [InlineData(new byte[] { 0x3A, 0x7F })]
    [InlineData(new byte[] { 0x3A, 0x02, 0x2A, 0x05 })]
    [InlineData(new byte[] { 0x3B, 0x00 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0xBA, 0x80, 0x80, 0x80, 0x80, 0x01, 0x00 })]
    public void Parse_DamagedFields_AreRefused(byte[] bytes) =>
        Assert.Throws<InvalidDataException>(() => RawDataScanner.Parse(bytes));
}
