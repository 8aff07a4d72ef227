namespace PocketFlow.Graphs.Operators;

/// <summary>The indices of all elements that are not zero [rank, count]; known for constants only.</summary>
public sealed class NonZeroOperator() : Operator("NonZero")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.NotQuantized;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Dim count = node.ConstantOrNull(0) is { } data ? Positions(data).LongLength : Dim.Unknown;
        SetOutput(node, ElementType.Int64, new Shape(node.Input(0).KnownShape.Rank, count));
    }

    /// <inheritdoc/>
    public override TensorData[] Evaluate(Node node)
    {
        TensorData data = node.Input(0).Data!;
        long[] positions = Positions(data);
        long[] strides = ElementMap.Dense(data.Dims);
        long[] indices = new long[data.Rank * positions.Length];
        for (int axis = 0; axis < data.Rank; axis++)
        {
            for (int i = 0; i < positions.Length; i++)
            {
                indices[axis * positions.Length + i] = positions[i] / strides[axis] % data.Dims[axis];
            }
        }

        return [TensorData.From<long>(indices, data.Rank, positions.Length)];
    }

    private static long[] Positions(TensorData data)
    {
        double[] elements = TensorConversion.To(data, ElementType.Float64).As<double>().ToArray();
        return [.. Enumerable.Range(0, elements.Length).Where(i => elements[i] != 0).Select(i => (long)i)];
    }
}
