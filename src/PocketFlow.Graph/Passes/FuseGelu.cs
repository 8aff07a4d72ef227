namespace PocketFlow.Graphs.Passes;

/// <summary>
/// Replaces <c>x · (1 + erf(x / √2)) / 2</c>, as exporters of opset 19 and older write the Gaussian error linear
/// unit, by Gelu.
/// </summary>
public sealed class FuseGelu : Pass
{
    private const float Tolerance = 1e-4f;

    private protected override bool Apply(Graph graph)
    {
        bool changed = false;
        foreach (Node erf in graph.Nodes.Where(n => n.OpType == "Erf").ToArray())
        {
            if (Argument(erf) is { } x && Product(graph, erf, x) is { } product)
            {
                Node gelu = graph.Add("Gelu", [x], output: $"{product.Name}/gelu", before: product);
                gelu.Operator.Infer(gelu);
                gelu.Output.Quantization = product.Output.Quantization;
                graph.ReplaceAllUses(product.Output, gelu.Output);
                changed = true;
            }
        }

        RemoveDeadNodes.Sweep(graph);
        return changed;
    }

    /// <summary>The value whose product with 1/√2 an Erf reads.</summary>
    private static Value? Argument(Node erf)
    {
        Node? scaling = erf.Input(0).Producer;
        return scaling?.OpType switch
        {
            "Div" when IsNumber(scaling.Input(1), MathF.Sqrt(2)) => scaling.Input(0),
            "Mul" when IsNumber(scaling.Input(1), MathF.Sqrt(0.5f)) => scaling.Input(0),
            "Mul" when IsNumber(scaling.Input(0), MathF.Sqrt(0.5f)) => scaling.Input(1),
            _ => null,
        };
    }

    /// <summary>
    /// The node that completes the product of x, one half, and 1 plus an Erf; the factors come in any order.
    /// </summary>
    private static Node? Product(Graph graph, Node erf, Value x)
    {
        if (OnlyReader(graph, erf.Output) is not { OpType: "Add" } sum || !IsNumber(Other(sum, erf.Output), 1))
        {
            return null;
        }

        Value found = sum.Output;
        float number = 1;
        int count = 0;
        while (OnlyReader(graph, found) is { OpType: "Mul" } product && Other(product, found) != found)
        {
            CountFactors(Other(product, found), x, ref number, ref count);
            found = product.Output;
            if (count == 1 && MathF.Abs(number - 0.5f) < Tolerance)
            {
                return product;
            }
        }

        return null;
    }

    private static void CountFactors(Value factor, Value x, ref float number, ref int count)
    {
        if (factor == x)
        {
            count++;
        }
        else if (factor.Data is { Count: 1 } data)
        {
            number *= data.ToFloats()[0];
        }
        else if (factor.Producer is { OpType: "Mul" } product && product.Inputs.Contains(x))
        {
            count++;
            number *= Other(product, x).Data is { Count: 1 } half ? half.ToFloats()[0] : float.NaN;
        }
        else
        {
            number = float.NaN;
        }
    }

    private static Node? OnlyReader(Graph graph, Value value) =>
        value.Uses.Count == 1 && !graph.Outputs.Contains(value) ? value.Uses[0].Node : null;

    private static Value Other(Node node, Value operand) => node.Input(node.Input(0) == operand ? 1 : 0);

    private static bool IsNumber(Value value, float number) =>
        value.Data is { Count: 1 } data && MathF.Abs(data.ToFloats()[0] - number) < Tolerance;
}
