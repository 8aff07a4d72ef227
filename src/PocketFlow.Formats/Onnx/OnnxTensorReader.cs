using System.Runtime.InteropServices;
using Google.Protobuf.Collections;
using PocketFlow.Formats.Onnx.Wire;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.Onnx;

/// <summary>Turns tensors of a file into constants; raw bytes are taken over without copying.</summary>
internal sealed class OnnxTensorReader(string path)
{
    private readonly OnnxExternalData _external = new(path);

    public TensorData Read(TensorProto tensor)
    {
        ElementType type = TypeOf(tensor);
        long[] dims = [.. tensor.Dims];
        long count = Count(tensor, dims);
        ReadOnlyMemory<byte> bytes = tensor switch
        {
            { DataLocation: TensorProto.Types.DataLocation.External } => _external.Read(tensor),
            { HasRawData: true } => tensor.RawData.Memory,
            _ => TypedBytes(tensor, type, count),
        };

        return bytes.Length == count * type.SizeInBytes()
            ? new TensorData(type, dims, bytes)
            : throw Fault(tensor, $"holds {bytes.Length} bytes, its shape asks for {count * type.SizeInBytes()}.");
    }

    private ElementType TypeOf(TensorProto tensor)
    {
        var type = (ElementType)tensor.DataType;
        return Enum.IsDefined(type) && type is not (ElementType.Undefined or ElementType.Text)
            ? type
            : throw Fault(tensor, $"has the element type {tensor.DataType}, which is unknown.");
    }

    private long Count(TensorProto tensor, long[] dims)
    {
        long count = 1;
        foreach (long dim in dims)
        {
            // A product beyond the largest array can't have its bytes in any file.
            if (dim < 0 || (dim > 0 && count > Array.MaxLength / dim))
            {
                throw Fault(tensor, "has a negative or absurdly large size.");
            }

            count *= dim;
        }

        return count;
    }

    private ReadOnlyMemory<byte> TypedBytes(TensorProto tensor, ElementType type, long count) => type switch
    {
        ElementType.Float32 => Bytes(tensor, tensor.FloatData, count, f => f),
        ElementType.Float64 => Bytes(tensor, tensor.DoubleData, count, d => d),
        ElementType.Int64 => Bytes(tensor, tensor.Int64Data, count, i => i),
        ElementType.UInt64 => Bytes(tensor, tensor.Uint64Data, count, i => i),
        ElementType.UInt32 => Bytes(tensor, tensor.Uint64Data, count, i => (uint)i),
        ElementType.Int32 => Bytes(tensor, tensor.Int32Data, count, i => i),
        ElementType.Int16 => Bytes(tensor, tensor.Int32Data, count, i => (short)i),
        ElementType.Int8 => Bytes(tensor, tensor.Int32Data, count, i => (sbyte)i),
        ElementType.Boolean => Bytes(tensor, tensor.Int32Data, count, i => (byte)(i == 0 ? 0 : 1)),
        ElementType.UInt8 => Bytes(tensor, tensor.Int32Data, count, i => (byte)i),
        _ => Bytes(tensor, tensor.Int32Data, count, i => (ushort)i),
    };

    private byte[] Bytes<TField, T>(
        TensorProto tensor, RepeatedField<TField> field, long count, Func<TField, T> convert)
        where T : unmanaged
    {
        if (field.Count != count)
        {
            throw Fault(tensor, $"holds {field.Count} elements, its shape asks for {count}.");
        }

        T[] elements = new T[field.Count];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = convert(field[i]);
        }

        return MemoryMarshal.AsBytes<T>(elements).ToArray();
    }

    private ModelFormatException Fault(TensorProto tensor, string found) => new(
        path, "tensor", $"the tensor '{tensor.Name}' of shape [{string.Join(", ", tensor.Dims.Take(8))}] {found}");
}
