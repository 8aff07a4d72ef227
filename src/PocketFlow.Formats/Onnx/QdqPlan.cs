using System.Collections.Immutable;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.Onnx;

/// <summary>
/// Decides how a model with annotated values is rounded in ONNX Runtime's profile: uint8 activations, int8 weights per
/// channel, int32 biases on the grid of input times weight.
/// </summary>
internal sealed class QdqPlan(Graph graph)
{
    // Input scale times weight scale stays a normal number of 32 bits: 2^-63 · 2^-63 = 2^-126.
    private const float SmallestScale = 1f / (1UL << 63);

    // Accumulators of 32 bits start from the bias; half of their range is left to the products.
    private const double LargestBias = 1 << 30;

    private readonly Dictionary<Value, Quantization> _constantGrids = [];
    private readonly HashSet<Node> _globalMeans = [.. graph.Nodes.Where(IsMeanOfImage)];

    /// <summary>Whether any value is annotated.</summary>
    public bool IsQuantized { get; } = graph.Values.Any(v => v.Quantization is not null);

    /// <summary>What can't be written, in words; empty for a float model.</summary>
    public IEnumerable<string> Offenders()
    {
        foreach (Value value in graph.Values.Where(v => v.Quantization is not null))
        {
            Quantization grid = value.Quantization!;
            bool isUnsigned = (grid.Minimum, grid.Maximum) == (0, 255);
            bool isSigned = (grid.Minimum, grid.Maximum) == (-128, 127)
                || (grid.Minimum == -grid.Maximum && grid.Maximum is > 0 and <= 127);
            if (!isUnsigned && !isSigned)
            {
                yield return $"the value '{value.Name}' on the grid [{grid.Minimum}, {grid.Maximum}], expected were "
                    + "[0, 255], [-128, 127] or a symmetric one of up to 8 bits";
            }

            if (!value.IsInitializer && (!grid.IsPerTensor || grid.Minimum == -grid.Maximum))
            {
                yield return $"the activation '{value.Name}' per channel or on a symmetric grid, expected was [0, 255]";
            }

            if (value.Type != ElementType.Float32)
            {
                yield return $"the quantised value '{value.Name}' of type {value.Type}, expected was Float32";
            }
        }

        foreach (Node node in graph.Nodes.Where(n => IsQuantized && n.OpType == "BatchNormalization"))
        {
            yield return $"BatchNormalization '{node.Name}' in a quantised model, fold it first";
        }
    }

    /// <summary>
    /// Whether a ReduceMean is written as GlobalAveragePool: ONNX Runtime has an integer kernel for that name only.
    /// </summary>
    public bool IsGlobalAverage(Node node) => IsQuantized && _globalMeans.Contains(node);

    /// <summary>The grid of a graph input or a node's output on [0, 255], or null for float.</summary>
    public static Quantization? ActivationGrid(Value value)
    {
        if (value.Quantization is not { } grid || value.IsInitializer)
        {
            return null;
        }

        int shift = -grid.Minimum;
        return grid with
        {
            Scale = [MathF.Max(grid.Scale[0], SmallestScale)],
            ZeroPoint = [grid.ZeroPoint[0] + shift],
            Minimum = 0,
            Maximum = 255,
        };
    }

    /// <summary>The grid of a constant, or null for float.</summary>
    public Quantization? ConstantGrid(Value constant)
    {
        if (constant.Quantization is not { } grid)
        {
            return null;
        }

        if (!_constantGrids.TryGetValue(constant, out Quantization? safe))
        {
            float[] scales = [.. grid.Scale.Select(s => MathF.Max(s, SmallestScale))];
            foreach (Use use in constant.Uses.Where(u => u.Index == 1 && HasIntegerBias(u.Node)))
            {
                MakeRoomForBias(use.Node, scales);
            }

            _constantGrids[constant] = safe = grid with { Scale = [.. scales] };
        }

        return safe;
    }

    /// <summary>The grid of the bias of a quantised Conv or Gemm, or null where the bias stays float.</summary>
    public Quantization? BiasGrid(Node node)
    {
        if (!HasIntegerBias(node))
        {
            return null;
        }

        float input = ActivationGrid(node.Input(0))!.Scale[0];
        Quantization weight = ConstantGrid(node.Input(1))!;
        ImmutableArray<float> scales = [.. weight.Scale.Select(s => s * input)];
        int? axis = weight.IsPerTensor ? null : 0;
        return new Quantization(scales, [.. new int[scales.Length]], axis, int.MinValue, int.MaxValue);
    }

    private static bool IsMeanOfImage(Node node) => node.OpType == "ReduceMean" && ReduceOperator.KeepsAxes(node)
        && node.Input(0).KnownShape.Rank == 4 && ReduceOperator.AxesOf(node) is [2, 3];

    private static bool HasIntegerBias(Node node)
    {
        bool isLayer = node.OpType is "Conv" or "Gemm" && ActivationGrid(node.Input(0)) is not null
            && node.Input(1) is { IsInitializer: true, Quantization: not null };
        if (!isLayer || node.ConstantOrNull(2) is not { Type: ElementType.Float32, Rank: 1 } bias)
        {
            return false;
        }

        Quantization weight = node.Input(1).Quantization!;
        bool isPlain = node.Attributes.Float("alpha", 1) == 1 && node.Attributes.Float("beta", 1) == 1;
        int channels = node.Operator.OutputChannelAxis(node);
        return isPlain && weight.ZeroPoint.All(z => z == 0)
            && (weight.IsPerTensor || (weight.Axis == channels && bias.Count == weight.Scale.Length));
    }

    // A channel whose weights are nearly zero has a step so fine that its bias would leave 32 bits; a coarser step
    // then costs nothing, for its weights hardly matter beside that bias.
    private static void MakeRoomForBias(Node node, float[] scales)
    {
        ReadOnlySpan<float> bias = node.ConstantOrNull(2)!.As<float>();
        double input = ActivationGrid(node.Input(0))!.Scale[0];
        for (int c = 0; c < bias.Length; c++)
        {
            int channel = scales.Length == 1 ? 0 : c;
            if (Math.Abs(bias[c]) > input * scales[channel] * LargestBias)
            {
                scales[channel] = (float)(Math.Abs(bias[c]) / input / (LargestBias / 2));
            }
        }
    }
}
