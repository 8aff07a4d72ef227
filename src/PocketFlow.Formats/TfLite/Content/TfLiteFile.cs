using System.Text.Json;
using PocketFlow.Formats.FlatBuffers;
using F = PocketFlow.Formats.TfLite.SchemaFields;

namespace PocketFlow.Formats.TfLite;

/// <summary>The reading side of the schema: tables of a file, checked where one refers to another by index.</summary>
internal sealed class TfLiteFile
{
    private readonly FlatBufferReader _reader;
    private readonly FlatTableView _model;
    private readonly FlatTableView[] _codes;
    private readonly FlatTableView[] _buffers;

    public TfLiteFile(string path, ReadOnlyMemory<byte> data)
    {
        _reader = new FlatBufferReader(path, data);
        _model = _reader.Root(F.Identifier);
        _codes = _model.Tables(F.Model.OperatorCodes);
        _buffers = _model.Tables(F.Model.Buffers);
        if (_model.UInt32(F.Model.Version) != F.SchemaVersion)
        {
            throw _model.Fault(
                "version",
                $"the file has schema version {_model.UInt32(F.Model.Version)}, known is {F.SchemaVersion}.");
        }

        Subgraphs = _model.Tables(F.Model.Subgraphs);
        if (Subgraphs.Count == 0)
        {
            throw _model.Fault("subgraphs", "the file holds no subgraph.");
        }
    }

    public IReadOnlyList<FlatTableView> Subgraphs { get; }

    /// <summary>The bytes of all constants.</summary>
    public long BufferBytes
    {
        get
        {
            long total = 0;
            for (int i = 0; i < _buffers.Length; i++)
            {
                total += Buffer(i).Length;
            }

            return total;
        }
    }

    /// <summary>The name of an operator: the schema's, or that of a custom one.</summary>
    public string OperatorName(FlatTableView node)
    {
        uint index = node.UInt32(F.Operator.CodeIndex);
        if (index >= _codes.Length)
        {
            throw node.Fault("operator-code", $"an operator has code index {index}, there are {_codes.Length} codes.");
        }

        FlatTableView code = _codes[index];
        // Writers before schema 3a knew only the field of one byte, later ones fill both.
        var number = (BuiltinOperator)Math.Max(
            code.SByte(F.OperatorCode.ShortCode), code.Int32(F.OperatorCode.BuiltinCode));
        return number == BuiltinOperator.CUSTOM ? $"CUSTOM {code.Text(F.OperatorCode.CustomCode)}" : number.ToString();
    }

    /// <summary>The tensors of a list of indices, for example a subgraph's inputs.</summary>
    public IReadOnlyList<TfLiteTensor> Tensors(FlatTableView subgraph, FlatTableView[] tensors, int field)
    {
        int[] indices = subgraph.Numbers<int>(field);
        var found = new List<TfLiteTensor>(indices.Length);
        foreach (int index in indices)
        {
            found.Add((uint)index < tensors.Length
                ? Tensor(tensors[index])
                : throw subgraph.Fault("tensor", $"a tensor index is {index}, there are {tensors.Length} tensors."));
        }

        return found;
    }

    public TfLiteTensor Tensor(FlatTableView tensor)
    {
        uint buffer = tensor.UInt32(F.Tensor.Buffer);
        if (buffer != 0 && buffer >= _buffers.Length)
        {
            throw tensor.Fault("buffer", $"a tensor has buffer {buffer}, there are {_buffers.Length} buffers.");
        }

        return new TfLiteTensor(
            tensor.Text(F.Tensor.Name), (TfLiteTensorType)tensor.SByte(F.Tensor.Type),
            tensor.Numbers<int>(F.Tensor.Shape), (int)buffer,
            tensor.Table(F.Tensor.Quantization) is { } quantization ? Quantization(quantization) : null);
    }

    /// <summary>The bytes of a constant: inside its table, or behind the tables in files larger than 2 GiB.</summary>
    public ReadOnlyMemory<byte> Buffer(int index)
    {
        FlatTableView buffer = _buffers[index];
        long offset = buffer.Int64(F.Buffer.Offset);
        // An offset of 1 marks an empty buffer in files whose constants lie behind.
        return offset > 1
            ? _reader.Slice(offset, buffer.Int64(F.Buffer.Size), "a buffer")
            : buffer.Bytes(F.Buffer.Data);
    }

    /// <summary>The model's key-value pairs; empty where another program wrote the file.</summary>
    public SortedDictionary<string, string> Metadata()
    {
        foreach (FlatTableView entry in _model.Tables(F.Model.Metadata))
        {
            if (entry.Text(F.Metadata.Name) == TfLiteContentWriter.MetadataName)
            {
                uint index = entry.UInt32(F.Metadata.Buffer);
                return index < _buffers.Length
                    ? ParseMetadata(entry, Buffer((int)index))
                    : throw entry.Fault(
                        "buffer", $"the metadata has buffer {index}, there are {_buffers.Length} buffers.");
            }
        }

        return new SortedDictionary<string, string>(StringComparer.Ordinal);
    }

    private static SortedDictionary<string, string> ParseMetadata(FlatTableView entry, ReadOnlyMemory<byte> json)
    {
        try
        {
            var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
            using JsonDocument document = JsonDocument.Parse(json);
            foreach (JsonProperty pair in document.RootElement.EnumerateObject())
            {
                pairs[pair.Name] = pair.Value.GetString() ?? "";
            }

            return pairs;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw entry.Fault("metadata", "the model's metadata is no JSON object of texts.");
        }
    }

    private static TfLiteQuantization? Quantization(FlatTableView table)
    {
        float[] scales = table.Numbers<float>(F.Quantization.Scale);
        return scales.Length == 0 ? null : new TfLiteQuantization(
            [.. scales], [.. table.Numbers<long>(F.Quantization.ZeroPoint)], table.Int32(F.Quantization.Axis));
    }
}
