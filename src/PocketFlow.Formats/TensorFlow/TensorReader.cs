using System.Runtime.InteropServices;
using Google.Protobuf.Collections;
using PocketFlow.Formats.TensorFlow.Wire;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow;

/// <summary>Turns tensors of a file into constants of the types that the graph computes in.</summary>
/// <remarks>
/// A list that is shorter than its tensor repeats its last element, so that a few bytes can stand for a large tensor.
/// What such tensors of one file may grow to is bounded by the size of the file.
/// </remarks>
internal sealed class TensorReader(string path, long fileBytes)
{
    private const long FreeGrowth = 16 << 20;
    private const int GrowthPerByte = 8;

    private readonly Dictionary<TensorProto, TensorData> _known = new(ReferenceEqualityComparer.Instance);
    private long _growth = FreeGrowth + GrowthPerByte * fileBytes;

    /// <summary>Reads a tensor of a graph; the same one, read again, is not kept twice.</summary>
    public TensorData Read(TensorProto tensor, string name)
    {
        if (!_known.TryGetValue(tensor, out TensorData? data))
        {
            long[] dims = Dims(tensor.TensorShape, name);
            ElementType type = TypeOf(tensor.Dtype, name);
            long count = Count(dims, name);
            ReadOnlyMemory<byte> bytes = tensor.TensorContent.IsEmpty
                ? TypedBytes(tensor, type, count, name)
                : tensor.TensorContent.Memory;
            _known[tensor] = data = Convert(type, dims, bytes, name);
        }

        return data;
    }

    /// <summary>A tensor from its bytes.</summary>
    public TensorData Read(int dtype, TensorShapeProto? shape, ReadOnlyMemory<byte> bytes, string name) =>
        Convert(TypeOf(dtype, name), Dims(shape, name), bytes, name);

    private TensorData Convert(ElementType type, long[] dims, ReadOnlyMemory<byte> bytes, string name)
    {
        long count = Count(dims, name);
        if (bytes.Length != count * type.SizeInBytes())
        {
            throw Fault(name, $"of {type}[{string.Join(", ", dims)}] holds {bytes.Length} bytes, its shape asks for "
                + $"{count * type.SizeInBytes()}.");
        }

        if (type == ElementType.BFloat16)
        {
            return TensorData.From<float>(Widen(bytes.Span), dims);
        }

        var data = new TensorData(type, dims, bytes);
        ElementType working = TensorFlowTypes.Working(type);
        return working == type ? data
            : working == ElementType.Float32 ? TensorData.From<float>(data.ToFloats(), dims)
            : TensorData.From<long>(data.ToInt64s(), dims);
    }

    private byte[] TypedBytes(TensorProto tensor, ElementType type, long count, string name) => type switch
    {
        ElementType.Float32 => Spread(tensor.FloatVal, count, name, f => f),
        ElementType.Float64 => Spread(tensor.DoubleVal, count, name, d => d),
        ElementType.Int64 => Spread(tensor.Int64Val, count, name, i => i),
        ElementType.UInt64 => Spread(tensor.Uint64Val, count, name, i => i),
        ElementType.UInt32 => Spread(tensor.Uint32Val, count, name, i => i),
        ElementType.Boolean => Spread(tensor.BoolVal, count, name, b => (byte)(b ? 1 : 0)),
        ElementType.Float16 or ElementType.BFloat16 => Spread(tensor.HalfVal, count, name, i => (ushort)i),
        ElementType.Int32 => Spread(tensor.IntVal, count, name, i => i),
        ElementType.Int16 or ElementType.UInt16 => Spread(tensor.IntVal, count, name, i => (ushort)i),
        _ => Spread(tensor.IntVal, count, name, i => (byte)i),
    };

    private byte[] Spread<TField, T>(RepeatedField<TField> field, long count, string name, Func<TField, T> convert)
        where T : unmanaged
    {
        if (field.Count > count)
        {
            throw Fault(name, $"lists {field.Count} elements, its shape has {count}.");
        }

        _growth -= (count - field.Count) * Math.Max(Marshal.SizeOf<T>(), sizeof(float));
        if (_growth < 0)
        {
            throw Fault(name, $"is to be filled to {count} elements, more than a file of {fileBytes} bytes justifies.");
        }

        // An empty list stands for zeros.
        T[] elements = new T[count];
        for (int i = 0; i < field.Count; i++)
        {
            elements[i] = convert(field[i]);
        }

        if (field.Count > 0)
        {
            elements.AsSpan(field.Count).Fill(elements[field.Count - 1]);
        }

        return MemoryMarshal.AsBytes<T>(elements).ToArray();
    }

    // The upper half of a float32.
    private static float[] Widen(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<byte, ushort>(bytes);
        float[] elements = new float[halves.Length];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
        }

        return elements;
    }

    private ElementType TypeOf(int dtype, string name) =>
        TensorFlowTypes.Read(dtype) is var type and not ElementType.Undefined
            ? type
            : throw Fault(name, $"has the element type {dtype}; expected were numbers or Booleans.");

    private long[] Dims(TensorShapeProto? shape, string name) => shape is { UnknownRank: true }
        ? throw Fault(name, "has no shape.")
        : [.. (shape?.Dim ?? []).Select(d => d.Size)];

    private long Count(long[] dims, string name)
    {
        long count = 1;
        foreach (long dim in dims)
        {
            // A product beyond the largest array can't have its bytes in any file.
            if (dim < 0 || (dim > 0 && count > Array.MaxLength / dim))
            {
                throw Fault(name, "has a negative or absurdly large size.");
            }

            count *= dim;
        }

        return count;
    }

    private ModelFormatException Fault(string name, string found) =>
        new(path, "tensor", $"the tensor '{name}' {found}");
}
