using PocketFlow.Graphs;

namespace PocketFlow.Formats.Onnx;

/// <summary>
/// Turns operators that compute on quantised integers into the float operator between DequantizeLinear and
/// QuantizeLinear, which is what they are defined as. Their inputs come in threes: integers, scale, zero point.
/// </summary>
internal sealed class QuantizedOperators(Graph graph, List<string> offenders)
{
    /// <summary>The float operator, the positions of integer operands, and that of the result's scale.</summary>
    private sealed record Form(string OpType, int[] Operands, int Result);

    private const string Concat = "QLinearConcat";

    private static readonly Dictionary<string, Form> s_forms = new(StringComparer.Ordinal)
    {
        ["QLinearConv"] = new("Conv", [0, 3], 6),
        ["QLinearMatMul"] = new("MatMul", [0, 3], 6),
        ["QGemm"] = new("Gemm", [0, 3], 7),
        ["QLinearAdd"] = new("Add", [0, 3], 6),
        ["QLinearMul"] = new("Mul", [0, 3], 6),
        ["QLinearSigmoid"] = new("Sigmoid", [0], 3),
        ["QLinearLeakyRelu"] = new("LeakyRelu", [0], 3),
        ["QLinearSoftmax"] = new("Softmax", [0], 3),
        ["QLinearAveragePool"] = new("AveragePool", [0], 3),
        ["QLinearGlobalAveragePool"] = new("GlobalAveragePool", [0], 3),
    };

    /// <summary>Whether an operator, of the standard domain or of ONNX Runtime's, is one of these.</summary>
    public static bool Knows(string opType) => s_forms.ContainsKey(opType) || opType == Concat;

    public static IReadOnlyCollection<string> Names => [.. s_forms.Keys, Concat];

    public void Run()
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (s_forms.TryGetValue(node.OpType, out Form? form))
            {
                Replace(node, form);
            }
            else if (node.OpType == Concat)
            {
                // The result's scale comes first, then three inputs for every part.
                int[] parts = [.. Enumerable.Range(0, (node.Inputs.Count - 2) / 3).Select(i => 2 + 3 * i)];
                Replace(node, new("Concat", parts, 0));
            }
        }
    }

    private void Replace(Node node, Form form)
    {
        if (node.Attributes.Int("channels_last", 0) != 0)
        {
            offenders.Add($"{node.OpType} '{node.Name}' with channels last");
            return;
        }

        List<Value?> inputs = [.. form.Operands.Select(p => (Value?)Operand(node, p))];
        if (Bias(node) is { } bias)
        {
            inputs.Add(bias);
        }

        AttributeMap attributes = Attributes(node);
        Value real = graph.Add(form.OpType, inputs, attributes, $"{node.Name}_real", node).Output;
        Value result = node.InputOrNull(form.Result) is null
            ? real
            : Add(QdqReader.Quantize, [real, node.Input(form.Result), node.InputOrNull(form.Result + 1)], null, node);
        graph.ReplaceAllUses(node.Output, result);
        graph.Remove(node);
    }

    private Value Operand(Node node, int position)
    {
        Value integers = node.Input(position);
        Value scale = node.Input(position + 1);
        return Add(
            QdqReader.Dequantize, [integers, scale, node.InputOrNull(position + 2)],
            scale.KnownShape.Rank == 1 ? ChannelAxis(node, integers) : null, node);
    }

    /// <summary>Scales per channel: rows of a convolution's weight, columns of a matrix.</summary>
    private static AttributeMap ChannelAxis(Node node, Value integers)
    {
        bool isRow = node.OpType == "QLinearConv" || node.Attributes.Int("transB", 0) != 0;
        return new AttributeMap { { "axis", isRow ? 0L : (integers.Data?.Rank ?? 2) - 1 } };
    }

    /// <summary>Biases are integers of 32 bits, in steps of the product of both scales.</summary>
    private Value? Bias(Node node)
    {
        int position = node.OpType switch
        {
            "QLinearConv" => 8,
            "QGemm" => 6,
            _ => int.MaxValue,
        };
        if (node.InputOrNull(position) is not { } bias)
        {
            return null;
        }

        if (bias.Data is null || node.ConstantOrNull(1) is not { } input || node.ConstantOrNull(4) is not { } weight)
        {
            offenders.Add($"{node.OpType} '{node.Name}' with a computed bias or scale");
            return null;
        }

        float[] factors = weight.ToFloats();
        float alpha = node.Attributes.Float("alpha", 1);
        float[] reals = [.. bias.Data.ToInt64s().Select(
            (b, i) => (float)((double)b * input.ToFloats()[0] * factors[i % factors.Length] * alpha))];
        return graph.AddInitializer($"{node.Name}_bias", TensorData.From<float>(reals, bias.Data.Dims));
    }

    private static AttributeMap Attributes(Node node)
    {
        var attributes = new AttributeMap();
        foreach ((string name, object value) in node.Attributes.Where(a => a.Key is not ("channels_last" or "opset")))
        {
            attributes.Set(name, value);
        }

        return attributes;
    }

    private Value Add(string opType, Value?[] inputs, AttributeMap? attributes, Node before) =>
        graph.Add(opType, inputs, attributes, $"{before.Name}_{opType}", before).Output;
}
