using System.Collections.Immutable;
using PocketFlow.Graphs;

namespace PocketFlow.Formats.Onnx;

/// <summary>Turns QuantizeLinear and DequantizeLinear nodes into annotations of float values.</summary>
/// <remarks>
/// A pair of both disappears and the value before it is annotated; constants are dequantised. Where a value is also
/// read in float, that reader now reads the annotated value like all others.
/// </remarks>
internal sealed class QdqReader(Graph graph, List<string> offenders)
{
    private const string Quantize = "QuantizeLinear";
    private const string Dequantize = "DequantizeLinear";

    public static bool Knows(string opType) => opType is Quantize or Dequantize;

    public void Run()
    {
        foreach (Node node in graph.Nodes.Where(n => n.OpType == Dequantize).ToArray())
        {
            Value source = node.Input(0);
            if (source.Data is { } integers)
            {
                ReplaceConstant(node, integers);
            }
            else if (source.Producer is { OpType: Quantize } quantize)
            {
                ReplacePair(quantize, node);
            }
            else
            {
                offenders.Add($"{Dequantize} '{node.Name}' of a value that no {Quantize} computes");
            }
        }

        foreach (Node node in graph.Nodes.Where(n => n.OpType == Quantize).ToArray())
        {
            if (node.Output.Uses.Count > 0 || graph.Outputs.Contains(node.Output))
            {
                offenders.Add($"{Quantize} '{node.Name}', whose integers are read by other nodes than {Dequantize}");
            }
            else
            {
                graph.Remove(node);
            }
        }
    }

    private void ReplacePair(Node quantize, Node dequantize)
    {
        Value value = quantize.Input(0);
        ElementType type = TypeOf(quantize);
        Quantization? grid = Grid(quantize, type, value.Data?.Dims.ToArray());
        if (grid is null || Grid(dequantize, type, value.Data?.Dims.ToArray()) != grid)
        {
            offenders.Add($"{Quantize} '{quantize.Name}' that differs from the {Dequantize} behind it");
            return;
        }

        if (type == ElementType.Int8 && !value.IsInitializer)
        {
            // Activations are annotated on [0, 255], which is the same grid.
            grid = grid with { Minimum = 0, Maximum = 255, ZeroPoint = [.. grid.ZeroPoint.Select(z => z + 128)] };
        }

        if (value.Quantization is not null && value.Quantization != grid)
        {
            offenders.Add($"{Quantize} '{quantize.Name}': '{value.Name}' is quantised in two different ways");
            return;
        }

        if (value.Data is { } reals)
        {
            Graph.SetData(value, QuantizedTensor.Dequantize(QuantizedTensor.Quantize(reals, grid), grid));
        }

        value.Quantization = grid;
        graph.ReplaceAllUses(dequantize.Output, value);
        graph.Remove(dequantize);
    }

    private void ReplaceConstant(Node node, TensorData integers)
    {
        if (Grid(node, integers.Type, integers.Dims.ToArray()) is not { } grid)
        {
            offenders.Add($"{Dequantize} '{node.Name}' with a computed scale, in blocks or of {integers.Type}");
            return;
        }

        string name = node.Output.Name;
        Value constant = graph.AddInitializer(name + "_real", QuantizedTensor.Dequantize(integers, grid));
        // 32-bit integers are biases: their grid follows from input and weight, so that it is not stated.
        constant.Quantization = integers.Type == ElementType.Int32 ? null : grid;
        graph.ReplaceAllUses(node.Output, constant);
        graph.Remove(node);
        graph.Rename(constant, name);
    }

    private static ElementType TypeOf(Node quantize) => quantize.ConstantOrNull(2)?.Type
        ?? (ElementType)quantize.Attributes.Int("output_dtype", (long)ElementType.UInt8);

    private static Quantization? Grid(Node node, ElementType type, long[]? dims)
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
            ? [.. zero.ToInt64s().Select(z => (int)z)]
            : [.. new int[scales.Length]];
        Check(node, scales, zeros);
        int? axis = AxisOf(node, scale, dims);
        Narrow(node, type, zeros, ref low);
        return new Quantization(scales, zeros, axis, low, high);
    }

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
