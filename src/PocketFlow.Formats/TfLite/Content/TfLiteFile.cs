using System.Text.Json;
using PocketFlow.Formats.FlatBuffers;
using F = PocketFlow.Formats.TfLite.SchemaFields;

namespace PocketFlow.Formats.TfLite;

/// <summary>The reading side of the schema: tables of a file, checked where one refers to another by index.</summary>
internal sealed class TfLiteFile
{
    private readonly string _path;
    private readonly ReadOnlyMemory<byte> _data;
    private readonly FlatBufferReader _reader;
    private readonly FlatTableView _model;
    private readonly FlatTableView[] _codes;
    private readonly FlatTableView[] _buffers;

    public TfLiteFile(string path, ReadOnlyMemory<byte> data)
    {
        _path = path;
        _data = data;
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
        BuiltinOperator number = OperatorCode(node);
        return number == BuiltinOperator.CUSTOM
            ? $"CUSTOM {CodeOf(node).Text(F.OperatorCode.CustomCode)}"
            : number.ToString();
    }

    /// <summary>The number of an operator; one that the schema doesn't know stays a number.</summary>
    public BuiltinOperator OperatorCode(FlatTableView node)
    {
        FlatTableView code = CodeOf(node);
        // Writers before schema 3a knew only the field of one byte, later ones fill both.
        return (BuiltinOperator)Math.Max(code.SByte(F.OperatorCode.ShortCode), code.Int32(F.OperatorCode.BuiltinCode));
    }

    private FlatTableView CodeOf(FlatTableView node)
    {
        uint index = node.UInt32(F.Operator.CodeIndex);
        return index < _codes.Length
            ? _codes[index]
            : throw node.Fault(
                "operator-code", $"an operator has code index {index}, there are {_codes.Length} codes.");
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

    /// <summary>
    /// The model's key-value pairs: this project's own, and what TensorFlow's tools say of normalisation and labels.
    /// </summary>
    public SortedDictionary<string, string> Metadata()
    {
        FlatTableView[] entries = _model.Tables(F.Model.Metadata);
        FlatTableView[] own = Array.FindAll(entries, e => e.Text(F.Metadata.Name) == TfLiteContentWriter.MetadataName);
        FlatTableView[] tools = Array.FindAll(entries, e => e.Text(F.Metadata.Name) == PreprocessingReader.EntryName);
        var pairs = own.Length > 0
            ? ParseMetadata(own[0], Content(own[0]))
            : new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (tools.Length > 0)
        {
            int[] dims = Tensors(Subgraphs[0], Subgraphs[0].Tables(F.Subgraph.Tensors), F.Subgraph.Inputs) is [var input, ..]
                ? input.Dims
                : [];
            PreprocessingReader.Read(_path, _data, Content(tools[0]), dims is [_, _, _, var channels] ? channels : 1, pairs);
        }

        return pairs;
    }

    private ReadOnlyMemory<byte> Content(FlatTableView entry)
    {
        uint index = entry.UInt32(F.Metadata.Buffer);
        return index < _buffers.Length
            ? Buffer((int)index)
            : throw entry.Fault("buffer", $"the metadata has buffer {index}, there are {_buffers.Length} buffers.");
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
        long[] zeroPoints = table.Numbers<long>(F.Quantization.ZeroPoint);
        zeroPoints = zeroPoints.Length == 0 ? new long[scales.Length] : zeroPoints;
        if (scales.Length > 0 && (scales.Length != zeroPoints.Length || scales.Any(s => !(s >= 0) || !float.IsFinite(s))
            || zeroPoints.Any(z => z is < short.MinValue or > ushort.MaxValue)))
        {
            throw table.Fault(
                "quantization", $"{scales.Length} scales and {zeroPoints.Length} zero points; scales must be finite and "
                + "not negative, with a 16-bit zero point each.");
        }

        // A scale of zero says nothing; some converters write it for tensors that they didn't quantise.
        return scales.Length == 0 || scales.Contains(0)
            ? null
            : new TfLiteQuantization([.. scales], [.. zeroPoints], table.Int32(F.Quantization.Axis));
    }
}
