using System.Text.Json;
using PocketFlow.Formats.FlatBuffers;
using F = PocketFlow.Formats.TfLite.SchemaFields;

namespace PocketFlow.Formats.TfLite;

/// <summary>Turns content into the schema's tables.</summary>
internal sealed class TfLiteContentWriter
{
    /// <summary>XNNPACK reads weights in place and wants them aligned.</summary>
    private const int BufferAlignment = 16;

    /// <summary>The name of the entry that carries the model's key-value pairs as JSON.</summary>
    internal const string MetadataName = "pocketflow";

    private readonly TfLiteContent _content;
    private readonly List<(BuiltinOperator Code, int Version)> _codes;

    private TfLiteContentWriter(TfLiteContent content)
    {
        _content = content;
        _codes = [.. content.Operators.Select(o => (o.Code, o.Version)).Distinct()];
    }

    /// <summary>The file for some content.</summary>
    public static FlatBufferWriter Build(TfLiteContent content) =>
        new(new TfLiteContentWriter(content).Model(), F.Identifier);

    private FlatTable Model()
    {
        FlatReferences? metadata = Metadata();
        return new FlatTable()
            .Set(F.Model.Version, F.SchemaVersion)
            .Set(F.Model.OperatorCodes, new FlatReferences(_codes.Select(c => OperatorCode(c.Code, c.Version))))
            .Set(F.Model.Subgraphs, new FlatReferences([Subgraph()]))
            .Set(F.Model.Description, FlatVector.Text("PocketFlow"))
            .Set(F.Model.Metadata, metadata)
            .Set(F.Model.Signatures, new FlatReferences([Signature()]))
            .Set(F.Model.Buffers, new FlatReferences(_content.Buffers.Select(Buffer)));
    }

    private FlatReferences? Metadata()
    {
        if (_content.Metadata.Count == 0)
        {
            return null;
        }

        _content.Buffers.Add(JsonSerializer.SerializeToUtf8Bytes(_content.Metadata));
        return new FlatReferences([
            new FlatTable()
                .Set(F.Metadata.Name, FlatVector.Text(MetadataName))
                .Set(F.Metadata.Buffer, _content.Buffers.Count - 1),
        ]);
    }

    private static FlatTable OperatorCode(BuiltinOperator code, int version) => new FlatTable()
        .SetByte(F.OperatorCode.ShortCode, Math.Min((int)code, (int)BuiltinOperator.PLACEHOLDER_FOR_GREATER_OP_CODES))
        .Set(F.OperatorCode.Version, version, 1)
        .Set(F.OperatorCode.BuiltinCode, (int)code);

    private FlatTable Subgraph() => new FlatTable()
        .Set(F.Subgraph.Tensors, new FlatReferences(_content.Tensors.Select(Tensor)))
        .Set(F.Subgraph.Inputs, Indices(_content.Inputs))
        .Set(F.Subgraph.Outputs, Indices(_content.Outputs))
        .Set(F.Subgraph.Operators, new FlatReferences(_content.Operators.Select(Operator)))
        .Set(F.Subgraph.Name, FlatVector.Text(_content.Name));

    private static FlatTable Tensor(TfLiteTensor tensor) => new FlatTable()
        .Set(F.Tensor.Shape, FlatVector.Of<int>(tensor.Dims))
        .SetByte(F.Tensor.Type, (int)tensor.Type)
        .Set(F.Tensor.Buffer, tensor.Buffer)
        .Set(F.Tensor.Name, FlatVector.Text(tensor.Name))
        .Set(F.Tensor.Quantization, tensor.Quantization is { } quantization ? Quantization(quantization) : null);

    private static FlatTable Quantization(TfLiteQuantization quantization) => new FlatTable()
        .Set(F.Quantization.Scale, FlatVector.Of(quantization.Scales.AsSpan()))
        .Set(F.Quantization.ZeroPoint, FlatVector.Of(quantization.ZeroPoints.AsSpan()))
        .Set(F.Quantization.Axis, quantization.Axis);

    private FlatTable Operator(TfLiteOperator node) => new FlatTable()
        .Set(F.Operator.CodeIndex, _codes.IndexOf((node.Code, node.Version)))
        .Set(F.Operator.Inputs, Indices(node.Inputs))
        .Set(F.Operator.Outputs, Indices(node.Outputs))
        .SetByte(F.Operator.OptionsType, (int)node.Options.Type)
        .Set(F.Operator.Options, node.Options.Table);

    /// <summary>Names inputs and outputs for callers that ask by name, in the way converters do.</summary>
    private FlatTable Signature() => new FlatTable()
        .Set(F.Signature.Inputs, new FlatReferences(_content.Inputs.Select(TensorMap)))
        .Set(F.Signature.Outputs, new FlatReferences(_content.Outputs.Select(TensorMap)))
        .Set(F.Signature.Key, FlatVector.Text("serving_default"));

    private FlatTable TensorMap(int index) => new FlatTable()
        .Set(F.TensorMap.Name, FlatVector.Text(_content.Tensors[index].Name))
        .Set(F.TensorMap.TensorIndex, index);

    private static FlatTable Buffer(ReadOnlyMemory<byte> bytes) =>
        new FlatTable().Set(F.Buffer.Data, bytes.IsEmpty ? null : FlatVector.OfBytes(bytes, BufferAlignment));

    private static FlatVector Indices(IEnumerable<int> indices) => FlatVector.Of<int>([.. indices]);
}
