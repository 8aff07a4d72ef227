using Google.Protobuf;
using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;
using static PocketFlow.Formats.Onnx.Wire.AttributeProto.Types;

namespace PocketFlow.Formats.Tests.Onnx;

/// <summary>Makes ONNX files by hand, so that the reader is tested on more than the writer writes.</summary>
internal static class OnnxFiles
{
    public static ModelProto Model(int opset, params NodeProto[] nodes)
    {
        var graph = new GraphProto { Name = "test" };
        graph.Input.Add(OnnxTypes.Write("x", ElementType.Float32, new Shape(Dim.Symbolic("batch"), 4, 6, 6)));
        graph.Output.Add(OnnxTypes.Write("y", ElementType.Float32, null));
        graph.Node.AddRange(nodes);
        var model = new ModelProto { IrVersion = 4, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        return model;
    }

    public static ModelProto With(this ModelProto model, string name, TensorData data)
    {
        model.Graph.Initializer.Add(OnnxTensors.Write(name, data));
        return model;
    }

    public static NodeProto Node(
        string opType, string inputs, string outputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = opType, Name = opType.ToLowerInvariant() };
        node.Input.AddRange(inputs.Split(' ').Select(i => i == "_" ? "" : i));
        node.Output.AddRange(outputs.Split(' '));
        node.Attribute.AddRange(attributes.Select(a => OnnxTensors.Write(a.Name, a.Value)));
        return node;
    }

    public static int[] Ints(TensorProto tensor) => new OnnxTensorReader("file").Read(tensor).As<int>().ToArray();

    public static AttributeProto Untyped(AttributeProto attribute)
    {
        attribute.ClearType();
        return attribute;
    }

    public static AttributeProto OfKind(string name, AttributeType type) => new() { Name = name, Type = type };

    public static Model Read(this ModelProto model)
    {
        using var file = new TemporaryFile();
        File.WriteAllBytes(file.Path, model.ToByteArray());
        return OnnxFormat.Read(file.Path);
    }

    public static byte[] Write(Model model, OnnxExportOptions? options = null)
    {
        using var file = new TemporaryFile();
        OnnxFormat.Write(model, file.Path, options);
        return File.ReadAllBytes(file.Path);
    }

    public static Model Read(byte[] bytes)
    {
        using var file = new TemporaryFile();
        File.WriteAllBytes(file.Path, bytes);
        return OnnxFormat.Read(file.Path);
    }
}
