using Google.Protobuf;
using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.Onnx;

/// <summary>Reads and writes ONNX files.</summary>
/// <remarks>
/// Reading understands opset 7 to 23 and turns each operator into the form of opset <see cref="Model.Opset"/>; reals of
/// 16 and 64 bits become float32. Quantised files, in QDQ form or with operators on integers, become float models whose
/// values carry a <see cref="Quantization"/>, and models with such values are written in QDQ form. Weights are not
/// copied: constants are parts of the file's memory.
/// </remarks>
public static class OnnxFormat
{
    /// <summary>Reads a model and simplifies it, so that arithmetic on shapes is folded away.</summary>
    /// <param name="path">The file; external data is looked for beside it.</param>
    /// <exception cref="ModelFormatException">The file is missing, damaged or breaks a rule of the format.</exception>
    /// <exception cref="UnsupportedOperatorException">The model has operators that PocketFlow doesn't know.</exception>
    public static Model Read(string path)
    {
        byte[] bytes = ProtobufFile.Bytes(path);
        ModelProto proto = ProtobufFile.Parse(path, () => RawDataScanner.Parse(bytes), "ONNX model");
        return ProtobufFile.Guard(path, () => new OnnxReader(proto, path).Read());
    }

    /// <summary>Reads who wrote a file, its inputs and outputs and its metadata, without decoding weights.</summary>
    /// <exception cref="ModelFormatException">The file is missing, damaged or no ONNX file.</exception>
    public static OnnxSummary Identify(string path)
    {
        ModelHeader header = ProtobufFile.ParseStream(path, ModelHeader.Parser, "ONNX model");
        return ProtobufFile.Guard(path, () => OnnxSummaryReader.Read(header, path));
    }

    /// <summary>Writes a model; where it fails, a file that was there before stays as it was.</summary>
    /// <remarks>A model whose values carry a <see cref="Quantization"/> is written in QDQ form.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The options ask for an opset that can't be written.</exception>
    /// <exception cref="UnsupportedOperatorException">
    /// A node can't be expressed in the opset asked for, or a quantization is not one of 8 bits.
    /// </exception>
    public static void Write(Model model, string path, OnnxExportOptions? options = null)
    {
        ModelProto proto = OnnxWriter.Build(model, options ?? new OnnxExportOptions());
        AtomicFile.Write(path, proto.WriteTo);
    }
}
