using System.Buffers.Binary;
using System.Text;

namespace PocketFlow.Runtimes.LiteRt;

/// <summary>
/// Reads scale and zero point of the first subgraph's inputs and outputs from a .tflite file, which LiteRT's interface
/// for WebAssembly does not tell. Field numbers are those of the published TFLite schema, version 3. Only for files
/// that LiteRT has accepted: it has verified their offsets.
/// </summary>
internal ref struct TfLiteQuantizationReader
{
    private const int ModelSubgraphs = 2;
    private const int ModelSignatures = 7;
    private const int SubgraphTensors = 0;
    private const int SubgraphInputs = 1;
    private const int SubgraphOutputs = 2;
    private const int TensorName = 3;
    private const int TensorQuantizationField = 4;
    private const int QuantizationScale = 2;
    private const int QuantizationZeroPoint = 3;

    private readonly ReadOnlySpan<byte> _file;
    private readonly Dictionary<string, TensorQuantization> _found = [];

    private TfLiteQuantizationReader(ReadOnlySpan<byte> file) => _file = file;

    /// <summary>Maps names of inputs and outputs (of tensors and of signatures) to their quantisation.</summary>
    public static IReadOnlyDictionary<string, TensorQuantization> Read(ReadOnlySpan<byte> file)
    {
        var reader = new TfLiteQuantizationReader(file);
        var model = Int32(file, 0);
        var subgraph = reader.Element(reader.Field(model, ModelSubgraphs), 0);
        var tensors = reader.Field(subgraph, SubgraphTensors);
        foreach (var field in (ReadOnlySpan<int>)[SubgraphInputs, SubgraphOutputs])
        {
            var indices = reader.Field(subgraph, field);
            for (var i = 0; i < reader.Count(indices); i++)
            {
                var tensor = reader.Element(tensors, Int32(file, indices + 4 + (4 * i)));
                reader.Add(reader.Text(reader.Field(tensor, TensorName)), tensor);
            }
        }

        reader.AddSignature(reader.Field(model, ModelSignatures), tensors);
        return reader._found;
    }

    // A signature gives inputs (field 0) and outputs (field 1) names of its own: name (0) and tensor index (1).
    private void AddSignature(int signatures, int tensors)
    {
        if (Count(signatures) == 0)
        {
            return;
        }

        var signature = Element(signatures, 0);
        foreach (var field in (ReadOnlySpan<int>)[0, 1])
        {
            var entries = Field(signature, field);
            for (var i = 0; i < Count(entries); i++)
            {
                var entry = Element(entries, i);
                var index = Position(entry, 1);
                var tensor = Element(tensors, index == 0 ? 0 : Int32(_file, index));
                Add(Text(Field(entry, 0)), tensor);
            }
        }
    }

    // Only per-tensor maps: an input or output has no per-channel one.
    private void Add(string name, int tensor)
    {
        var quantization = Field(tensor, TensorQuantizationField);
        if (quantization == 0 || Count(Field(quantization, QuantizationScale)) != 1)
        {
            return;
        }

        var scale = BinaryPrimitives.ReadSingleLittleEndian(_file[(Field(quantization, QuantizationScale) + 4)..]);
        var zeroPoints = Field(quantization, QuantizationZeroPoint);
        var zeroPoint = Count(zeroPoints) == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(_file[(zeroPoints + 4)..]);
        if (scale > 0)
        {
            _found[name] = new TensorQuantization(scale, checked((int)zeroPoint));
        }
    }

    private static int Int32(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file[at..]);

    /// <summary>Where a table stores a field, or 0 when it is absent.</summary>
    private int Position(int table, int field)
    {
        var vtable = table - Int32(_file, table);
        var slot = 4 + (2 * field);
        if (slot + 2 > BinaryPrimitives.ReadUInt16LittleEndian(_file[vtable..]))
        {
            return 0;
        }

        var offset = BinaryPrimitives.ReadUInt16LittleEndian(_file[(vtable + slot)..]);
        return offset == 0 ? 0 : table + offset;
    }

    /// <summary>The table, vector or text that a field refers to, or 0 when it is absent.</summary>
    private int Field(int table, int field)
    {
        var position = Position(table, field);
        return position == 0 ? 0 : position + Int32(_file, position);
    }

    private int Count(int vector) => vector == 0 ? 0 : Int32(_file, vector);

    private int Element(int vector, int index)
    {
        var position = vector + 4 + (4 * index);
        return position + Int32(_file, position);
    }

    private string Text(int text) => text == 0 ? "" : Encoding.UTF8.GetString(_file.Slice(text + 4, Count(text)));
}
