using System.Runtime.InteropServices;
using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using F = PocketFlow.Formats.TfLite.SchemaFields;

namespace PocketFlow.Formats.TfLite;

/// <summary>Decodes the constants of a file: floats to 32 bits, integers to 64, what is quantised to reals.</summary>
internal sealed class TfLiteConstants(TfLiteFile file, TfLiteTensor[] tensors, FlatTableView[] tables)
{
    private readonly Dictionary<int, TensorData> _read = [];

    /// <summary>Whether a tensor is constant; variables start as zeros and stay so within one run.</summary>
    public bool Has(int tensor) => (tensors[tensor].Buffer != 0 && !Bytes(tensor).IsEmpty)
        || tables[tensor].Bool(F.Tensor.IsVariable) || (tensors[tensor].Buffer != 0 && tensors[tensor].Dims.Contains(0));

    public TensorData Read(int tensor)
    {
        if (!_read.TryGetValue(tensor, out TensorData? data))
        {
            _read[tensor] = data = Decode(tensor);
        }

        return data;
    }

    /// <summary>The grid that an annotation names, or null where a constant is no weight on a symmetric grid.</summary>
    public Quantization? GridOf(int tensor)
    {
        TfLiteTensor stated = tensors[tensor];
        if (stated is not { Type: TfLiteTensorType.Int8 or TfLiteTensorType.Int4, Quantization: { } quantization }
            || quantization.ZeroPoints.Any(z => z != 0))
        {
            return null;
        }

        int limit = stated.Type == TfLiteTensorType.Int4 ? 8 : 128;
        // Symmetric weights avoid the lowest integer, so that both halves are as long; their integers say so.
        bool isNarrow = stated.Type == TfLiteTensorType.Int4
            || !MemoryMarshal.Cast<byte, sbyte>(Dense(tensor).Span).Contains((sbyte)-128);
        int? axis = quantization.Scales.Length > 1 ? quantization.Axis : null;
        return new(
            quantization.Scales, [.. new int[quantization.Scales.Length]], axis, isNarrow ? 1 - limit : -limit,
            limit - 1);
    }

    private TensorData Decode(int tensor)
    {
        TfLiteTensor stated = tensors[tensor];
        long[] dims = [.. stated.Dims.Select(d => (long)d)];
        long count = CountOf(tensor, dims);
        if (tables[tensor].Bool(F.Tensor.IsVariable) && Bytes(tensor).IsEmpty)
        {
            return count <= 1 << 20
                ? TensorData.From<float>(new float[count], dims)
                : throw Fault(tensor, "variable", $"the variable '{stated.Name}' has {count} elements.");
        }

        ReadOnlyMemory<byte> bytes = Dense(tensor);
        CheckSize(tensor, count, bytes.Length);
        return stated.Type switch
        {
            TfLiteTensorType.Float32 => new TensorData(ElementType.Float32, dims, bytes),
            TfLiteTensorType.Float16 => Reals(new TensorData(ElementType.Float16, dims, bytes)),
            TfLiteTensorType.Float64 => Reals(new TensorData(ElementType.Float64, dims, bytes)),
            TfLiteTensorType.BFloat16 => Widened(bytes.Span, dims),
            TfLiteTensorType.Boolean => new TensorData(ElementType.Boolean, dims, bytes),
            TfLiteTensorType.Int64 => new TensorData(ElementType.Int64, dims, bytes),
            TfLiteTensorType.Int4 => Scaled(tensor, Nibbles(bytes.Span, count), dims),
            TfLiteTensorType.Int8 or TfLiteTensorType.UInt8 or TfLiteTensorType.Int16 when stated.Quantization is not null =>
                Scaled(tensor, new TensorData(ElementOf(stated.Type), dims, bytes).ToInt64s(), dims),
            _ => TensorData.From<long>(new TensorData(ElementOf(stated.Type), dims, bytes).ToInt64s(), dims),
        };
    }

    private ElementType ElementOf(TfLiteTensorType type) => type switch
    {
        TfLiteTensorType.Int8 => ElementType.Int8,
        TfLiteTensorType.UInt8 => ElementType.UInt8,
        TfLiteTensorType.Int16 => ElementType.Int16,
        TfLiteTensorType.UInt16 => ElementType.UInt16,
        TfLiteTensorType.Int32 => ElementType.Int32,
        TfLiteTensorType.UInt32 => ElementType.UInt32,
        TfLiteTensorType.UInt64 => ElementType.UInt64,
        _ => throw tables[0].Fault("type", $"a constant has the type {type}, expected were numbers."),
    };

    private void CheckSize(int tensor, long count, long length)
    {
        TfLiteTensorType type = tensors[tensor].Type;
        long expected = type switch
        {
            TfLiteTensorType.Int4 => (count + 1) / 2,
            TfLiteTensorType.Float32 => 4 * count,
            TfLiteTensorType.Float16 or TfLiteTensorType.BFloat16 => 2 * count,
            TfLiteTensorType.Float64 or TfLiteTensorType.Int64 => 8 * count,
            TfLiteTensorType.Boolean => count,
            _ => count * ElementOf(type).SizeInBytes(),
        };
        if (length != expected)
        {
            throw Fault(
                tensor, "buffer",
                $"the constant '{tensors[tensor].Name}' has {length} bytes, its type and shape take {expected}.");
        }
    }

    private long CountOf(int tensor, long[] dims)
    {
        Int128 count = 1;
        foreach (long dim in dims)
        {
            count *= dim;
            if (dim < 0 || count > int.MaxValue)
            {
                throw Fault(tensor, "shape", $"a constant has the shape [{string.Join(", ", dims)}].");
            }
        }

        return (long)count;
    }

    private ReadOnlyMemory<byte> Bytes(int tensor) => file.Buffer(tensors[tensor].Buffer);

    private ReadOnlyMemory<byte> Dense(int tensor) => tables[tensor].Table(F.Tensor.Sparsity) is { } sparsity
        ? SparseTensor.Read(sparsity, tensors[tensor], Bytes(tensor), SparseElementSize(tensor))
        : Bytes(tensor);

    private int SparseElementSize(int tensor) => tensors[tensor].Type switch
    {
        TfLiteTensorType.Float32 => 4,
        TfLiteTensorType.Float16 => 2,
        TfLiteTensorType.Int8 or TfLiteTensorType.UInt8 => 1,
        TfLiteTensorType type => throw Fault(tensor, "sparsity", $"a sparse tensor has the type {type}."),
    };

    private TensorData Scaled(int tensor, long[] integers, long[] dims)
    {
        TfLiteQuantization? grid = tensors[tensor].Quantization;
        if (grid is null)
        {
            return TensorData.From<long>(integers, dims);
        }

        int axis = grid.Scales.Length == 1 ? 0 : grid.Axis;
        bool fits = grid.Scales.Length == 1 || (axis >= 0 && axis < dims.Length && dims[axis] == grid.Scales.Length);
        if (!fits)
        {
            throw Fault(
                tensor, "quantization",
                $"{grid.Scales.Length} scales don't fit axis {axis} of [{string.Join(", ", dims)}].");
        }

        long inner = grid.Scales.Length == 1 ? Math.Max(1, integers.Length) : TensorData.CountOf(dims.AsSpan(axis + 1));
        float[] reals = new float[integers.Length];
        for (int i = 0; i < reals.Length; i++)
        {
            int channel = (int)(i / inner % grid.Scales.Length);
            reals[i] = grid.Scales[channel] * (integers[i] - grid.ZeroPoints[channel]);
        }

        return TensorData.From<float>(reals, dims);
    }

    private static TensorData Reals(TensorData data) => TensorData.From<float>(data.ToFloats(), data.Dims);

    private static TensorData Widened(ReadOnlySpan<byte> bytes, long[] dims)
    {
        ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<byte, ushort>(bytes);
        float[] reals = new float[halves.Length];
        for (int i = 0; i < reals.Length; i++)
        {
            reals[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
        }

        return TensorData.From<float>(reals, dims);
    }

    /// <summary>Two integers a byte, the lower half first.</summary>
    private static long[] Nibbles(ReadOnlySpan<byte> bytes, long count)
    {
        long[] integers = new long[count];
        for (int i = 0; i < integers.Length; i++)
        {
            int half = i % 2 == 0 ? bytes[i / 2] & 15 : bytes[i / 2] >> 4;
            integers[i] = half < 8 ? half : half - 16;
        }

        return integers;
    }

    private ModelFormatException Fault(int tensor, string rule, string found) => tables[tensor].Fault(rule, found);
}
