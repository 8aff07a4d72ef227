namespace PocketFlow.Graphs.Operators;

/// <summary>x where it is not negative, and slope times x elsewhere; the slope is broadcast to x.</summary>
public sealed class PReluOperator() : BroadcastOperator("PRelu")
{
    /// <inheritdoc/>
    public override ParameterRole RoleOf(int input) => input == 1 ? ParameterRole.Affine : ParameterRole.None;

    /// <inheritdoc/>
    public override TensorData[]? Evaluate(Node node)
    {
        if (node.Input(0).Type != ElementType.Float32)
        {
            return null;
        }

        long[] dims = node.Output.KnownShape.ToArray();
        float[] x = Spread<float>(node.Input(0).Data!, dims);
        float[] slope = Spread<float>(node.Input(1).Data!, dims);
        return [TensorData.From<float>([.. x.Zip(slope, (e, s) => e < 0 ? s * e : e)], dims)];
    }

    private protected override ElementType OutputType(Node node)
    {
        Shape x = node.Input(0).KnownShape;
        Shape joined = Broadcast.Join(node, x, node.Input(1).KnownShape);
        return joined.Rank == x.Rank && joined.Zip(x).All(d => !d.Second.IsKnown || d.First == d.Second)
            ? node.Input(0).Type
            : throw Fault(node, "shape", $"the slope {node.Input(1).KnownShape} can't be stretched to {x}.");
    }
}
