using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.Onnx;

/// <summary>Turns QuantizeLinear and DequantizeLinear nodes into annotations of float values.</summary>
/// <remarks>
/// Follows integers through the graph: each stands for a real value, which is annotated with its grid. What only moves
/// integers moves the reals instead; constants are dequantised; integers that are inputs or outputs of the model become
/// reals. Where a value is also read in float, that reader now reads the annotated value like all others.
/// </remarks>
internal sealed class QdqReader(Graph graph, List<string> offenders)
{
    public const string Quantize = "QuantizeLinear";
    public const string Dequantize = "DequantizeLinear";

    // Order is all that these read, and integers have the order of the reals that they stand for.
    private static readonly HashSet<string> s_comparing = ["ArgMax", "ArgMin"];

    /// <summary>What integers stand for, and the grid that their node states.</summary>
    private readonly Dictionary<Value, (Value Real, Quantization Grid)> _reals = [];

    /// <summary>Readers of reals: a value whose integers were moved is both and doesn't tell.</summary>
    private readonly HashSet<Use> _restored = [];

    public static IReadOnlyCollection<string> Names => [Quantize, Dequantize];

    public static bool Knows(string opType) => opType is Quantize or Dequantize;

    public void Run()
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            switch (node.OpType)
            {
                case Quantize:
                    ReadQuantize(node);
                    break;
                case Dequantize:
                    ReadDequantize(node);
                    break;
                default:
                    ReadOther(node);
                    break;
            }
        }

        foreach (Value output in graph.Outputs.Where(_reals.ContainsKey).ToArray())
        {
            if (_reals[output].Real != output)
            {
                graph.ReplaceAllUses(output, _reals[output].Real);
            }
        }

        foreach (Node node in graph.Nodes.Where(n => Knows(n.OpType)).Reverse().ToArray())
        {
            if (node.Output.Uses.Count == 0 && !graph.Outputs.Contains(node.Output))
            {
                graph.Remove(node);
            }
        }
    }

    private void ReadQuantize(Node node)
    {
        Value value = node.Input(0);
        ElementType type = QdqGrid.TypeOf(node);
        if (QdqGrid.Of(node, type, value.Data?.Dims.ToArray()) is not { } grid)
        {
            offenders.Add($"{Quantize} '{node.Name}' with a computed scale, in blocks or to {type}");
            return;
        }

        if (value.Data is { } reals)
        {
            Graph.SetData(value, QuantizedTensor.Dequantize(QuantizedTensor.Quantize(reals, grid), grid));
        }
        else if (value.Quantization is { } other && other != grid)
        {
            // Rounded once more: the second grid needs a value of its own.
            value = graph.Add("Identity", [value], null, $"{value.Name}_rounded", node).Output;
        }

        value.Quantization = value.IsInitializer ? QdqGrid.Signed(grid) : grid;
        _reals[node.Output] = (value, grid);
    }

    private void ReadDequantize(Node node)
    {
        Value source = node.Input(0);
        if (source.Data is { } integers)
        {
            ReadConstant(node, integers);
            return;
        }

        ReadInput(node, source);
        ElementType type = node.ConstantOrNull(2)?.Type ?? ElementType.UInt8;
        if (!_reals.TryGetValue(source, out var known))
        {
            offenders.Add($"{Dequantize} '{node.Name}' of a value that no {Quantize} computes");
        }
        else if (QdqGrid.Of(node, type, known.Real.Data?.Dims.ToArray()) != known.Grid)
        {
            offenders.Add($"{Dequantize} '{node.Name}' that differs from the {Quantize} before it");
        }
        else
        {
            _restored.UnionWith(node.Output.Uses);
            graph.ReplaceAllUses(node.Output, known.Real);
        }
    }

    private void ReadInput(Node node, Value source)
    {
        if (source.Producer is null && !source.Type.IsFloat() && QdqGrid.Of(node, source.Type, null) is { } grid)
        {
            source.Type = ElementType.Float32;
            source.Quantization = grid;
            _reals[source] = (source, grid);
        }
    }

    private void ReadConstant(Node node, TensorData integers)
    {
        if (QdqGrid.Of(node, integers.Type, integers.Dims.ToArray()) is not { } grid)
        {
            offenders.Add($"{Dequantize} '{node.Name}' with a computed scale, in blocks or of {integers.Type}");
            return;
        }

        string name = node.Output.Name;
        Value constant = graph.AddInitializer(name + "_real", QuantizedTensor.Dequantize(integers, grid));
        // 32-bit integers are biases: their grid follows from input and weight, so that it is not stated.
        constant.Quantization = integers.Type == ElementType.Int32 ? null : QdqGrid.Signed(grid);
        graph.ReplaceAllUses(node.Output, constant);
        if (node.Output.Uses.Count == 0 && !graph.Outputs.Contains(node.Output))
        {
            graph.Remove(node);
            graph.Rename(constant, name);
        }
    }

    private void ReadOther(Node node)
    {
        int[] integers = [.. Enumerable.Range(0, node.Inputs.Count).Where(i => ReadsIntegers(node, i))];
        Quantization? grid = integers.Length > 0 ? _reals[node.Input(integers[0])].Grid : null;
        if (grid is null)
        {
            return;
        }

        bool moves = node.Operator.QuantizationRule == QuantizationRule.SameAsInput;
        if (!moves && !s_comparing.Contains(node.OpType))
        {
            offenders.Add($"{node.OpType} '{node.Name}', which computes with integers as such");
            return;
        }

        if (integers.Any(i => _reals[node.Input(i)].Grid != grid))
        {
            offenders.Add($"{node.OpType} '{node.Name}' of integers with different scales");
        }

        for (int i = 0; i < node.Inputs.Count; i++)
        {
            if (integers.Contains(i))
            {
                node.SetInput(i, _reals[node.Input(i)].Real);
            }
            else if (node.ConstantOrNull(i) is { Type: ElementType.UInt8 or ElementType.Int8 } constant)
            {
                TensorData reals = QuantizedTensor.Dequantize(constant, QdqGrid.For(grid, constant.Type));
                node.SetInput(i, graph.AddInitializer($"{node.Inputs[i]!.Name}_real", reals));
            }
        }

        // Indices, as those of TopK, are no data.
        IEnumerable<Value> results = !moves ? [] : node.OpType == "Split" ? node.Outputs : [node.Output];
        foreach (Value result in results)
        {
            result.Quantization = grid;
            _reals[result] = (result, grid);
        }
    }

    private bool ReadsIntegers(Node node, int input) => node.Inputs[input] is { } value
        && _reals.ContainsKey(value) && !_restored.Contains(new Use(node, input));
}
