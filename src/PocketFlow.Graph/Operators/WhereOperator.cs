namespace PocketFlow.Graphs.Operators;

/// <summary>Elements of the second operand where the first one is true, and of the third one where it is not.</summary>
public sealed class WhereOperator() : BroadcastOperator("Where")
{
    /// <inheritdoc/>
    public override TensorData[] Evaluate(Node node)
    {
        long[] dims = node.Output.KnownShape.ToArray();
        bool[] choice = Spread<bool>(node.Input(0).Data!, dims);
        TensorData[] spread = [.. Enumerable.Range(1, 2).Select(i => Full(node.Input(i).Data!, dims))];
        int size = spread[0].Type.SizeInBytes();
        byte[] bytes = new byte[choice.Length * size];
        for (int i = 0; i < choice.Length; i++)
        {
            spread[choice[i] ? 0 : 1].Bytes.Span.Slice(i * size, size).CopyTo(bytes.AsSpan(i * size));
        }

        return [new TensorData(spread[0].Type, dims, bytes)];
    }

    private protected override ElementType OutputType(Node node) => node.Inputs.Count != 3
        ? throw Fault(node, "inputs", $"{node.Inputs.Count} inputs were given, expected were 3.")
        : node.Input(0).Type is not (ElementType.Boolean or ElementType.Undefined)
        ? throw Fault(node, "type", $"its condition is {node.Input(0).Type}, expected were truth values.")
        : CommonType(node, [node.Input(1), node.Input(2)]);

    private protected override Dim[]? InferElements(Node node)
    {
        IReadOnlyList<Dim>?[] operands = [.. node.Inputs.Select(i => i!.KnownElements())];
        if (operands.Any(o => o is null or { Count: 0 }))
        {
            return null;
        }

        Dim[] elements = new Dim[node.Output.KnownShape.ElementCount];
        for (int i = 0; i < elements.Length; i++)
        {
            Dim[] row = [.. operands.Select(o => o![i % o.Count])];
            elements[i] = row[0].IsKnown ? row[row[0].Size != 0 ? 1 : 2] : Dim.Unknown;
        }

        return elements;
    }

    private static TensorData Full(TensorData operand, long[] dims) =>
        ElementMap.Gather(operand, dims, ElementMap.Strided(dims, Broadcast.Strides(operand.Dims, dims.Length)));
}
