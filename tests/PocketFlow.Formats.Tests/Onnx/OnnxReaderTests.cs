using System.Runtime.InteropServices;
using Google.Protobuf;
using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;
using static PocketFlow.Formats.Onnx.Wire.AttributeProto.Types;
using static PocketFlow.Formats.Tests.Onnx.OnnxFiles;

namespace PocketFlow.Formats.Tests.Onnx;

public sealed class OnnxReaderTests
{
    [Fact]
    public void Read_UnknownOperators_ListsThemAll()
    {
        NodeProto custom = Node("Fancy", "b", "y");
        custom.Domain = "com.example";
        ModelProto file = Model(17, Node("Multinomial", "x", "a"), Node("If", "a", "b"), custom);

        var e = Assert.Throws<UnsupportedOperatorException>(() => file.Read());

        Assert.Equal(["Multinomial 'multinomial'", "If 'if'", "com.example::Fancy 'fancy'"], e.Offenders);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(24)]
    public void Read_OtherOpset_NamesWhatCanBeRead(int opset)
    {
        var e = Assert.Throws<ModelFormatException>(() => Model(opset, Node("Relu", "x", "y")).Read());

        Assert.Equal("opset", e.Rule);
        Assert.Contains($"opset {opset}, 7 to 23", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AllAttributeKinds_KeepsThem()
    {
        NodeProto node = Node(
            "Relu", "x", "y", ("i", 3L), ("f", 1.5f), ("s", "text"), ("is", new long[] { 1, -2 }),
            ("fs", new[] { 0.5f }), ("ss", new[] { "a", "" }), ("t", TensorData.Vector(7)));
        node.Attribute.Add(Untyped(OnnxTensors.Write("old", 5L)));

        AttributeMap attributes = Model(17, node).Read().Graph.Nodes.Single().Attributes;

        Assert.Equal(3, attributes.Int("i", 0));
        Assert.Equal(1.5f, attributes.Float("f", 0));
        Assert.Equal("text", attributes.Text("s", ""));
        Assert.Equal([1, -2], attributes.Ints("is")!);
        Assert.Equal([0.5f], attributes.Floats("fs")!);
        Assert.Equal(["a", ""], (string[])attributes.Single(a => a.Key == "ss").Value);
        Assert.Equal([7], attributes.Tensor("t")!.ToInt64s());
        Assert.Equal(5, attributes.Int("old", 0));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(11)]
    public void Read_AttributeOfAForeignKind_Refuses(int kind)
    {
        NodeProto node = Node("Relu", "x", "y");
        node.Attribute.Add(OfKind("body", (AttributeType)kind));

        var e = Assert.Throws<UnsupportedOperatorException>(() => Model(17, node).Read());

        Assert.Contains("'body'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.UInt64)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.UInt16)]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Float16)]
    public void Read_TensorInItsTypedField_GivesTheElements(ElementType type)
    {
        TensorProto tensor = Typed(type);
        tensor.DataType = (int)type;
        tensor.Dims.Add(3);

        TensorData data = new OnnxTensorReader("file").Read(tensor);

        Assert.Equal(type, data.Type);
        Assert.Equal(3, data.Count);
        Assert.Equal([1f, 2f, 3f], Floats(data));
    }

    [Fact]
    public void Read_Booleans_GivesOneBytePerElement()
    {
        var tensor = new TensorProto { DataType = (int)ElementType.Boolean, Dims = { 2 }, Int32Data = { 0, 1 } };

        Assert.Equal([0, 1], new OnnxTensorReader("file").Read(tensor).Bytes.ToArray());
    }

    [Fact]
    public void Read_RawBytes_AreNotCopied()
    {
        TensorProto tensor = OnnxTensors.Write("w", TensorData.From<float>([1, 2], 2));

        TensorData data = new OnnxTensorReader("file").Read(tensor);

        Assert.True(data.Bytes.Equals(tensor.RawData.Memory));
    }

    [Theory]
    [InlineData(3L)]
    [InlineData(-2L)]
    [InlineData(long.MaxValue / 2)]
    public void Read_TensorOfAnotherSizeThanItsBytes_Refuses(long dim)
    {
        ModelProto file = Model(17, Node("Add", "x w", "y")).With("w", TensorData.From<float>([1, 2], 2));
        file.Graph.Initializer[0].Dims[0] = dim;
        file.Graph.Initializer[0].Dims.Add(4);

        Assert.Equal("tensor", Assert.Throws<ModelFormatException>(() => file.Read()).Rule);
    }

    [Fact]
    public void Read_InitializersAmongInputs_AreNoInputs()
    {
        ModelProto file = Model(8, Node("Add", "x w", "y")).With("w", TensorData.From<float>([2], 1));
        file.Graph.Input.Add(OnnxTypes.Write("w", ElementType.Float32, new Shape(1)));

        Assert.Equal(["x"], file.Read().Graph.Inputs.Select(i => i.Name));
    }

    [Fact]
    public void Read_ExternalData_ComesFromTheFileBesideIt()
    {
        using var file = new TemporaryFile();
        WriteWithExternalData(file.Path, "weights.bin");
        File.WriteAllBytes(
            Path.Combine(Path.GetDirectoryName(file.Path)!, "weights.bin"),
            [9, 9, 9, 9, .. BitConverter.GetBytes(2.5f)]);

        Model model = OnnxFormat.Read(file.Path);

        Assert.Equal([2.5f], model.Graph.Find("w")!.Data!.ToFloats());
    }

    [Theory]
    [InlineData("../model.onnx")]
    [InlineData("/etc/passwd")]
    [InlineData("absent.bin")]
    public void Read_ExternalDataElsewhere_Refuses(string location)
    {
        using var file = new TemporaryFile();
        WriteWithExternalData(file.Path, location);

        Assert.Equal("external-data", Assert.Throws<ModelFormatException>(() => OnnxFormat.Read(file.Path)).Rule);
    }

    [Fact]
    public void Read_ConflictingNames_AreNamed()
    {
        ModelProto twice = Model(17, Node("Relu", "x", "y"), Node("Tanh", "x", "y"));
        ModelProto unordered = Model(17, Node("Relu", "a", "y"), Node("Tanh", "x", "a"));
        ModelProto noOutput = Model(17, Node("Relu", "x", "z"));

        Assert.Equal("single-assignment", Assert.Throws<ModelFormatException>(() => twice.Read()).Rule);
        Assert.Equal("topological-order", Assert.Throws<ModelFormatException>(() => unordered.Read()).Rule);
        Assert.Equal("outputs", Assert.Throws<ModelFormatException>(() => noOutput.Read()).Rule);
    }

    [Fact]
    public void Read_ShapesThatDoNotFit_NameTheNode()
    {
        ModelProto file = Model(17, Node("Conv", "x w", "y"))
            .With("w", TensorData.From<float>(new float[5 * 9], 1, 5, 3, 3));

        var e = Assert.Throws<ModelFormatException>(() => file.Read());

        Assert.Contains("conv", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_SaysSo()
    {
        var e = Assert.Throws<ModelFormatException>(() => OnnxFormat.Read("/nowhere/model.onnx"));

        Assert.Equal("/nowhere/model.onnx: there is no such file.", e.Message);
        Assert.Throws<ModelFormatException>(() => OnnxFormat.Identify(Path.GetTempPath()));
    }

    private static TensorProto Typed(ElementType type) => type switch
    {
        ElementType.Float32 => new TensorProto { FloatData = { 1, 2, 3 } },
        ElementType.Float64 => new TensorProto { DoubleData = { 1, 2, 3 } },
        ElementType.Int64 => new TensorProto { Int64Data = { 1, 2, 3 } },
        ElementType.UInt64 or ElementType.UInt32 => new TensorProto { Uint64Data = { 1, 2, 3 } },
        ElementType.Float16 => new TensorProto { Int32Data = { 0x3C00, 0x4000, 0x4200 } },
        _ => new TensorProto { Int32Data = { 1, 2, 3 } },
    };

    private static float[] Floats(TensorData data) => data.Type switch
    {
        ElementType.UInt32 => [.. MemoryMarshal.Cast<byte, uint>(data.Bytes.Span).ToArray().Select(u => (float)u)],
        ElementType.UInt64 => [.. MemoryMarshal.Cast<byte, ulong>(data.Bytes.Span).ToArray().Select(u => (float)u)],
        _ => data.ToFloats(),
    };

    private static void WriteWithExternalData(string path, string location)
    {
        ModelProto file = Model(17, Node("Add", "x w", "y"));
        file.Graph.Initializer.Add(new TensorProto
        {
            Name = "w",
            Dims = { 1 },
            DataType = (int)ElementType.Float32,
            DataLocation = TensorProto.Types.DataLocation.External,
            ExternalData =
            {
                new StringStringEntryProto { Key = "location", Value = location },
                new StringStringEntryProto { Key = "offset", Value = "4" },
                new StringStringEntryProto { Key = "length", Value = "4" },
            },
        });
        File.WriteAllBytes(path, file.ToByteArray());
    }
}
