namespace PocketFlow.Graphs.Operators;

/// <summary>For every element of the indices, the element of the data at that index along an axis.</summary>
public sealed class GatherElementsOperator() : Operator("GatherElements")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape data = node.Input(0).KnownShape;
        Shape indices = node.Input(1).KnownShape;
        _ = AxisOf(node);
        if (data.Rank != indices.Rank)
        {
            throw Fault(node, "shape", $"the data {data} and the indices {indices} differ in rank.");
        }

        SetOutput(node, node.Input(0).Type, indices);
    }

    /// <summary>The axis, counted from the front.</summary>
    public static int AxisOf(Node node) => node.Input(0).KnownShape.Axis(node.Attributes.Int("axis", 0));

    /// <inheritdoc/>
    public override TensorData[] Evaluate(Node node)
    {
        TensorData data = node.Input(0).Data!;
        TensorData indices = node.Input(1).Data!;
        int axis = AxisOf(node);
        long[] strides = ElementMap.Dense(data.Dims);
        long step = strides[axis];
        strides[axis] = 0;
        long[] map = ElementMap.Strided(indices.Dims, strides);
        long[] picked = indices.ToInt64s();
        for (int i = 0; i < map.Length; i++)
        {
            map[i] += IndexCheck.Positive(node, picked[i], data.Dims[axis]) * step;
        }

        return [ElementMap.Gather(data, indices.Dims, map)];
    }
}
