using System.Collections.Immutable;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.Onnx;

/// <summary>The grid that a QuantizeLinear or DequantizeLinear node states.</summary>
/// <remarks>Activations are annotated on [0, 255] and constants on [−128, 127], whichever the file has.</remarks>
internal static class QdqGrid
{
    private const int Half = 128;

    /// <summary>The type of integers that a QuantizeLinear node makes.</summary>
    public static ElementType TypeOf(Node quantize) => quantize.ConstantOrNull(2)?.Type
        ?? (quantize.Attributes.Int("output_dtype", 0) is not 0 and var type ? (ElementType)type : ElementType.UInt8);

    /// <summary>The grid of an activation, or of a constant of some dims; null where it can't be known.</summary>
    public static Quantization? Of(Node node, ElementType type, long[]? dims)
    {
        (int low, int high) = type switch
        {
            ElementType.UInt8 => (0, 255),
            ElementType.Int8 => (-128, 127),
            ElementType.UInt16 => (0, 65535),
            ElementType.Int16 => (-32768, 32767),
            ElementType.Int32 => (int.MinValue, int.MaxValue),
            _ => (0, 0),
        };
        bool isKnown = high > low && node.ConstantOrNull(1) is { Type: ElementType.Float32 }
            && (node.InputOrNull(2) is null || node.ConstantOrNull(2) is not null)
            && node.Attributes.Int("block_size", 0) == 0;
        if (!isKnown)
        {
            return null;
        }

        TensorData scale = node.ConstantOrNull(1)!;
        ImmutableArray<float> scales = [.. scale.As<float>()];
        ImmutableArray<int> zeros = node.ConstantOrNull(2) is { } zero
            ? [.. zero.ToInt64s().Select(z => checked((int)z))]
            : [.. new int[scales.Length]];
        Check(node, scales, zeros);
        Narrow(node, type, zeros, ref low);
        var grid = new Quantization(scales, zeros, AxisOf(node, scale, dims), low, high);
        return dims is null && type == ElementType.Int8 ? Shifted(grid, Half) : grid;
    }

    /// <summary>The grid of a constant: unsigned integers around 128 as signed ones around 0.</summary>
    public static Quantization Signed(Quantization grid) =>
        (grid.Minimum, grid.Maximum) == (0, 255) && grid.ZeroPoint.All(z => z == Half) ? Shifted(grid, -Half) : grid;

    /// <summary>The grid of an activation as it is for integers of a type.</summary>
    public static Quantization For(Quantization grid, ElementType type) =>
        type == ElementType.Int8 && grid.Minimum == 0 ? Shifted(grid, -Half) : grid;

    private static Quantization Shifted(Quantization grid, int by) => grid with
    {
        Minimum = grid.Minimum + by,
        Maximum = grid.Maximum + by,
        ZeroPoint = [.. grid.ZeroPoint.Select(z => z + by)],
    };

    private static int? AxisOf(Node node, TensorData scale, long[]? dims)
    {
        if (scale.Rank == 0 || (scale.Count == 1 && dims is null))
        {
            return null;
        }

        int rank = dims?.Length ?? int.MaxValue;
        long axis = node.Attributes.Int("axis", 1);
        axis = axis < 0 ? axis + rank : axis;
        if (dims is not null && axis >= 0 && axis < rank && dims[axis] == scale.Count)
        {
            return (int)axis;
        }

        string shape = string.Join(", ", dims ?? []);
        return scale.Count == 1 ? null : throw new InvalidOperationException(
            $"{node.OpType} '{node.Name}': {scale.Count} scales don't fit axis {axis} of [{shape}].");
    }

    // Symmetric weights avoid -128, so that both halves are as long; files don't say so, their integers do.
    private static void Narrow(Node node, ElementType type, ImmutableArray<int> zeros, ref int low)
    {
        bool isSymmetric = type == ElementType.Int8 && zeros.All(z => z == 0);
        TensorData? integers = isSymmetric ? node.ConstantOrNull(0) : null;
        if (integers is { Type: ElementType.Int8 } && !integers.As<sbyte>().Contains((sbyte)-128))
        {
            low = -127;
        }
    }

    private static void Check(Node node, ImmutableArray<float> scales, ImmutableArray<int> zeros)
    {
        if (scales.Length == 0 || zeros.Length != scales.Length || scales.Any(s => !(s > 0) || !float.IsFinite(s)))
        {
            throw new InvalidOperationException(
                $"{node.OpType} '{node.Name}': the {scales.Length} scales must be positive, with as many zero points.");
        }
    }
}
