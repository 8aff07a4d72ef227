namespace PocketFlow.Graphs.Operators;

/// <summary>
/// A new axis (the last by default) that holds one value at the index and another elsewhere; inputs are indices, the
/// axis's size, and the two values, off first.
/// </summary>
public sealed class OneHotOperator() : Operator("OneHot")
{
    /// <inheritdoc/>
    public override bool IsDifferentiable => false;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        List<Dim> dims = [.. node.Input(0).KnownShape];
        dims.Insert(AxisOf(node), DepthOf(node));
        if (node.Input(2).Shape is { IsStatic: true, ElementCount: not 2 } values)
        {
            throw Fault(node, "shape", $"the values have the shape {values}, expected were two: off and on.");
        }

        SetOutput(node, node.Input(2).Type, new Shape([.. dims]));
    }

    /// <summary>The new axis of the output, counted from the front.</summary>
    public static int AxisOf(Node node)
    {
        int rank = node.Input(0).KnownShape.Rank + 1;
        long axis = node.Attributes.Int("axis", -1);
        axis = axis < 0 ? axis + rank : axis;
        return axis >= 0 && axis < rank
            ? (int)axis
            : throw Fault(node, "axis", $"axis {axis} was asked of an output of rank {rank}.");
    }

    /// <summary>The size of the new axis.</summary>
    /// <exception cref="InvalidGraphException">It is computed or not positive.</exception>
    public static long DepthOf(Node node)
    {
        long depth = node.ConstantOrNull(1) is { Count: 1 } data && data.Type.IsFloat()
            ? (long)data.ToFloats()[0]
            : node.ConstantInts(1) is [var given] ? given : 0;
        return depth > 0 ? depth : throw Fault(node, "depth", $"the depth {depth} is not a positive constant.");
    }

    /// <inheritdoc/>
    public override TensorData[]? Evaluate(Node node)
    {
        TensorData indices = node.Input(0).Data!;
        if (indices.Type.IsFloat())
        {
            return null;
        }

        long depth = DepthOf(node);
        long inner = TensorData.CountOf(indices.Dims[AxisOf(node)..]);
        long[] picked = indices.ToInt64s();
        long[] map = new long[picked.LongLength * depth];
        for (long i = 0; i < picked.LongLength; i++)
        {
            long index = picked[i] < 0 ? picked[i] + depth : picked[i];
            if (index >= 0 && index < depth)
            {
                map[(i / inner * depth + index) * inner + i % inner] = 1;
            }
        }

        return [ElementMap.Gather(node.Input(2).Data!, node.Output.KnownShape.ToArray(), map)];
    }
}
