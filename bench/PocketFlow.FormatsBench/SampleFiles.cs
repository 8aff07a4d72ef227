using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Networks;

namespace PocketFlow.FormatsBench;

/// <summary>The files that are measured, made in a folder.</summary>
internal static class SampleFiles
{
    private const int Width = 2048;
    private const int Layers = 6;

    /// <summary>Dense layers with 25 million weights: 100.7 MB.</summary>
    public static string Dense(string folder)
    {
        var builder = new GraphBuilder("dense");
        Value x = builder.Input("x", Width);
        for (int i = 0; i < Layers; i++)
        {
            x = builder.Relu(builder.Gemm(x, $"layer{i}", Width), $"relu{i}");
        }

        return Write(builder.Build(x), folder, "dense.onnx");
    }

    public static string ResNet50(string folder) => Write(
        ReferenceNetworks.Build("resnet50", new NetworkOptions(Height: 224, Width: 224, Classes: 1000)), folder,
        "resnet50.onnx");

    /// <summary>The same model with weights in lists of floats, as exporters of old wrote them.</summary>
    public static string WithTypedWeights(string path) => Rewrite(path, "typed.onnx", tensor =>
    {
        tensor.FloatData.AddRange(MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray());
        tensor.ClearRawData();
    });

    /// <summary>The same model with weights in a file beside it.</summary>
    public static string WithExternalWeights(string path)
    {
        string data = Path.Combine(Path.GetDirectoryName(path)!, "external.onnx.data");
        using FileStream weights = File.Create(data);
        return Rewrite(path, "external.onnx", tensor =>
        {
            Add(tensor, "location", Path.GetFileName(data));
            Add(tensor, "offset", weights.Position.ToString(CultureInfo.InvariantCulture));
            Add(tensor, "length", tensor.RawData.Length.ToString(CultureInfo.InvariantCulture));
            weights.Write(tensor.RawData.Span);
            tensor.ClearRawData();
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
        });
    }

    private static void Add(TensorProto tensor, string key, string value) =>
        tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });

    private static string Rewrite(string path, string name, Action<TensorProto> change)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        foreach (TensorProto tensor in model.Graph.Initializer.Where(t => t.RawData.Length > 1024))
        {
            change(tensor);
        }

        string to = Path.Combine(Path.GetDirectoryName(path)!, name);
        File.WriteAllBytes(to, model.ToByteArray());
        return to;
    }

    private static string Write(Model model, string folder, string name)
    {
        string path = Path.Combine(folder, name);
        OnnxFormat.Write(model, path);
        return path;
    }
}
