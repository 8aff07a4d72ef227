using PocketFlow.Graphs.Operators;

namespace PocketFlow.Graphs.Passes;

/// <summary>
/// Puts activations of fewer than 8 bits on 8-bit grids of the same step and zero point, and cuts them off at the narrower
/// grid's end with a Min: the same function for runtimes, whose integers saturate at 256 levels and no fewer.
/// </summary>
/// <remarks>
/// Rounding and then cutting twice is rounding and cutting once at the narrower end. Below, both grids end at the integer 0.
/// What only moves elements of one grid can't leave it and needs no Min. Constants are rounded to their grid first.
/// </remarks>
public sealed class WidenGrids : Pass
{
    private const int Widest = 255;

    private protected override bool Apply(Graph graph)
    {
        HashSet<Value> weights = [.. graph.Nodes.SelectMany(n => n.Inputs
            .Where((v, i) => v is not null && n.Operator.RoleOf(i) == ParameterRole.Weight).OfType<Value>())];
        Value[] narrow = [.. graph.Values.Where(v => !weights.Contains(v) && IsNarrow(v.Quantization))];
        HashSet<Value> moved = [.. narrow.Where(v => v.Producer is { } producer && OnlyMoves(producer))];
        foreach (Value value in narrow)
        {
            Quantization grid = value.Quantization!;
            value.Quantization = grid with { Maximum = Widest };
            if (value.Data is { } constant)
            {
                float[] rounded = Array.ConvertAll(constant.ToFloats(), x => grid.Dequantize(grid.Quantize(x)));
                Graph.SetData(value, TensorData.From<float>(rounded, constant.Dims));
            }
            else if (!moved.Contains(value))
            {
                CutOff(graph, value, grid);
            }
        }

        graph.Sort();
        return narrow.Length > 0;
    }

    private static bool IsNarrow(Quantization? grid) => grid is { IsPerTensor: true, Minimum: 0, Maximum: < Widest };

    private static bool OnlyMoves(Node node) => node.Operator.QuantizationRule == QuantizationRule.SameAsInput
        && node.Inputs.OfType<Value>().Where(i => i.Type == ElementType.Float32)
            .All(i => node.Output.Quantization!.Equals(i.Quantization));

    private static void CutOff(Graph graph, Value value, Quantization grid)
    {
        Use[] uses = [.. value.Uses];
        Value end = graph.AddInitializer(
            $"{value.Name}_end", TensorData.Scalar(grid.Dequantize(grid.Maximum)));
        Value cut = graph.Add("Min", [value, end], null, $"{value.Name}_cut").Output;
        (cut.Type, cut.Shape, cut.Quantization) = (value.Type, value.Shape, value.Quantization);
        foreach (Use use in uses)
        {
            use.Node.SetInput(use.Index, cut);
        }

        graph.ReplaceOutput(value, cut);
    }
}
