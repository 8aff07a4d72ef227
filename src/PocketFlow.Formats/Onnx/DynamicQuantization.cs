using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.Onnx;

/// <summary>
/// Reads models that find the ranges of activations while they run: DynamicQuantizeLinear passes its input on with a
/// scale of 1, and integer products become float ones of restored weights, into which the scale behind them goes.
/// </summary>
internal sealed class DynamicQuantization(Graph graph, List<string> offenders)
{
    private const string Dynamic = "DynamicQuantizeLinear";

    /// <summary>Values that stand for integers of a scale of 1.</summary>
    private readonly HashSet<Value> _reals = [];

    public static IReadOnlyCollection<string> Names => [Dynamic, "MatMulInteger", "ConvInteger"];

    public static bool Knows(string opType) => Names.Contains(opType);

    public void Run()
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.OpType == Dynamic)
            {
                PassOn(node);
            }
            else if (Knows(node.OpType))
            {
                ReplaceProduct(node);
            }
            else if (node.InputOrNull(0) is { } input && _reals.Contains(input) && OperatorTable.Knows(node.OpType)
                && node.Operator.QuantizationRule == QuantizationRule.SameAsInput)
            {
                _reals.Add(node.Output);
            }
        }
    }

    private void PassOn(Node node)
    {
        _reals.Add(node.Input(0));
        graph.ReplaceAllUses(node.Outputs[0], node.Input(0));
        if (node.Outputs.Count > 2)
        {
            graph.ReplaceAllUses(node.Outputs[1], graph.AddInitializer($"{node.Name}_scale", TensorData.Scalar(1f)));
            graph.ReplaceAllUses(
                node.Outputs[2], graph.AddInitializer($"{node.Name}_zero_point", TensorData.Scalar((byte)0)));
        }

        graph.Remove(node);
    }

    private void ReplaceProduct(Node node)
    {
        bool isDynamic = _reals.Contains(node.Input(0)) && node.ConstantOrNull(2)?.ToInt64s().All(z => z == 0) != false;
        bool hasConstants = node.ConstantOrNull(1) is { Type: ElementType.Int8 or ElementType.UInt8 }
            && (node.InputOrNull(3) is null || node.ConstantOrNull(3) is not null);
        if (!isDynamic || !hasConstants)
        {
            offenders.Add($"{node.OpType} '{node.Name}' of other than {Dynamic} and constants");
            return;
        }

        TensorData weight = node.ConstantOrNull(1)!;
        string opType = node.OpType == "MatMulInteger" ? "MatMul" : "Conv";
        int channels = opType == "MatMul" ? weight.Rank - 1 : 0;
        (Node[] Nodes, float[] Factors)? scaling = ScalingAfter(node, weight.Dims[channels]);
        int[] zeros = node.ConstantOrNull(3)?.ToInt64s().Select(z => (int)z).ToArray() ?? [0];
        float[] scales = scaling?.Factors ?? [1];
        int count = Math.Max(zeros.Length, scales.Length);
        var grid = new Quantization(
            [.. Enumerable.Range(0, count).Select(i => scales[i % scales.Length])],
            [.. Enumerable.Range(0, count).Select(i => zeros[i % zeros.Length])], count == 1 ? null : channels,
            weight.Type == ElementType.Int8 ? -128 : 0, weight.Type == ElementType.Int8 ? 127 : 255);
        Value real = graph.AddInitializer($"{node.Inputs[1]!.Name}_real", QuantizedTensor.Dequantize(weight, grid));
        real.Quantization = QdqGrid.Signed(grid);
        Value product = graph.Add(opType, [node.Input(0), real], node.Attributes, $"{node.Name}_real", node).Output;
        Node[] replaced = scaling?.Nodes ?? [node];
        graph.ReplaceAllUses(replaced[0].Output, product);
        foreach (Node old in replaced)
        {
            graph.Remove(old);
        }
    }

    /// <summary>
    /// The multiplication by the weight's scale behind a product, last node first, where nothing else reads it.
    /// </summary>
    private (Node[] Nodes, float[] Factors)? ScalingAfter(Node product, long channels)
    {
        if (OnlyReader(product.Output) is not { OpType: "Cast" } cast
            || OnlyReader(cast.Output) is not { OpType: "Mul" } scaling)
        {
            return null;
        }

        Value other = scaling.Input(0) == cast.Output ? scaling.Input(1) : scaling.Input(0);
        bool isAlongLast = product.OpType == "MatMulInteger";
        return Factors(other) is { } factors && (factors.Length == 1 || (isAlongLast && factors.Length == channels))
            ? ([scaling, cast, product], factors)
            : null;
    }

    private Node? OnlyReader(Value value) =>
        value.Uses is [var use] && !graph.Outputs.Contains(value) ? use.Node : null;

    private static float[]? Factors(Value value)
    {
        if (value.Data is { } data)
        {
            return data.Rank <= 1 && data.Type == ElementType.Float32 ? data.ToFloats() : null;
        }

        if (value.Producer is not { OpType: "Mul" } node || Factors(node.Input(0)) is not { } left
            || Factors(node.Input(1)) is not { } right || Math.Min(left.Length, right.Length) != 1)
        {
            return null;
        }

        return [.. Enumerable.Range(0, Math.Max(left.Length, right.Length))
            .Select(i => left[i % left.Length] * right[i % right.Length])];
    }
}
