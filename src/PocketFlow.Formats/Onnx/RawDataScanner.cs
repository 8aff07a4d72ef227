using System.Buffers.Binary;
using Google.Protobuf;
using PocketFlow.Formats.Onnx.Wire;

namespace PocketFlow.Formats.Onnx;

/// <summary>
/// Takes the contents of tensors out of a serialized model, so that they are neither copied nor parsed: protobuf sees a
/// copy of the file in which each content is replaced by its number, and gets the place in the file back afterwards.
/// </summary>
internal sealed class RawDataScanner
{
    private const int LengthDelimited = 2;
    private const int FloatData = 4;
    private const int RawData = 9;
    private const int DoubleData = 10;

    /// <summary>Which fields of a message lead to tensors, by field number.</summary>
    private sealed class Message(params (int Field, Message Content)[] fields)
    {
        public Message? this[int field] => Array.Find(fields, f => f.Field == field).Content;
    }

    private static readonly Message s_tensor = new();
    private static readonly Message s_attribute = new((5, s_tensor));
    private static readonly Message s_node = new((5, s_attribute));
    private static readonly Message s_graph = new((1, s_node), (5, s_tensor));
    private static readonly Message s_model = new((7, s_graph));

    private readonly ReadOnlyMemory<byte> _file;
    private readonly List<ReadOnlyMemory<byte>> _contents = [];

    private RawDataScanner(ReadOnlyMemory<byte> file) => _file = file;

    /// <summary>The model in a file, whose tensors share the file's memory.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or cut off.</exception>
    /// <exception cref="InvalidProtocolBufferException">What is left of the file is damaged.</exception>
    public static ModelProto Parse(ReadOnlyMemory<byte> file)
    {
        var scanner = new RawDataScanner(file);
        using var rest = new MemoryStream();
        scanner.Scan(0, file.Length, s_model, rest);
        ModelProto model = ModelProto.Parser.WithDiscardUnknownFields(true)
            .ParseFrom(rest.GetBuffer().AsSpan(0, (int)rest.Length));
        if (model.Graph is { } graph)
        {
            IEnumerable<TensorProto> attributes = graph.Node.SelectMany(n => n.Attribute).Select(a => a.T);
            foreach (TensorProto tensor in graph.Initializer.Concat(attributes).Where(t => t is { HasRawData: true }))
            {
                int number = BinaryPrimitives.ReadInt32LittleEndian(tensor.RawData.Span);
                tensor.RawData = UnsafeByteOperations.UnsafeWrap(scanner._contents[number]);
            }
        }

        return model;
    }

    private void Scan(int from, int end, Message message, MemoryStream rest)
    {
        int position = from;
        while (position < end)
        {
            int start = position;
            ulong tag = ReadVarint(ref position, end);
            if (tag > uint.MaxValue)
            {
                throw new InvalidDataException($"a field at byte {start} has no possible number.");
            }

            int field = (int)(tag >> 3);
            int content = ContentOf((int)(tag & 7), ref position, end);
            if ((tag & 7) != LengthDelimited)
            {
                rest.Write(_file.Span[start..position]);
            }
            else if (message == s_tensor && field is RawData or FloatData or DoubleData)
            {
                // Lists of floats are stored as raw data is: packed and little-endian.
                WriteField(RawData, NumberFor(content, position), rest);
            }
            else if (message[field] is { } inner)
            {
                using var nested = new MemoryStream();
                Scan(content, position, inner, nested);
                WriteField(field, nested.GetBuffer().AsSpan(0, (int)nested.Length), rest);
            }
            else
            {
                rest.Write(_file.Span[start..position]);
            }
        }
    }

    private byte[] NumberFor(int from, int end)
    {
        byte[] number = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(number, _contents.Count);
        _contents.Add(_file[from..end]);
        return number;
    }

    /// <summary>Where the content of a field begins; the position moves behind its end.</summary>
    private int ContentOf(int wireType, ref int position, int end)
    {
        int start = position;
        switch (wireType)
        {
            case 0:
                ReadVarint(ref position, end);
                break;
            case 1:
                Skip(ref position, sizeof(ulong), end);
                break;
            case LengthDelimited:
                ulong length = ReadVarint(ref position, end);
                start = position;
                Skip(ref position, length, end);
                break;
            case 5:
                Skip(ref position, sizeof(uint), end);
                break;
            default:
                throw new InvalidDataException($"the wire type {wireType} at byte {start} is unknown.");
        }

        return start;
    }

    private static void Skip(ref int position, ulong length, int end)
    {
        if (length > (ulong)(end - position))
        {
            throw new InvalidDataException($"a field at byte {position} is longer than what contains it.");
        }

        position += (int)length;
    }

    private ulong ReadVarint(ref int position, int end)
    {
        ReadOnlySpan<byte> bytes = _file.Span;
        ulong value = 0;
        for (int shift = 0; shift < 70 && position < end; shift += 7)
        {
            byte next = bytes[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException($"a number that ends at byte {position} is cut off or too long.");
    }

    private static void WriteField(int field, ReadOnlySpan<byte> content, MemoryStream rest)
    {
        WriteVarint(((ulong)field << 3) | LengthDelimited, rest);
        WriteVarint((ulong)content.Length, rest);
        rest.Write(content);
    }

    private static void WriteVarint(ulong value, MemoryStream rest)
    {
        for (; value >= 0x80; value >>= 7)
        {
            rest.WriteByte((byte)(value | 0x80));
        }

        rest.WriteByte((byte)value);
    }
}
