using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Inserts axes of size 1; the axes of the output come as a constant input.</summary>
public sealed class UnsqueezeOperator() : Operator("Unsqueeze")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        int[] inserted = AxesOf(node);
        List<Dim> dims = [.. input];
        foreach (int axis in inserted)
        {
            if (axis < 0 || axis > dims.Count || inserted.Count(a => a == axis) > 1)
            {
                throw Fault(node, "axis", $"axis {axis} can't be inserted into {input}.");
            }

            dims.Insert(axis, 1);
        }

        SetOutput(node, node.Input(0).Type, new Shape([.. dims]));
        node.Output.Elements = dims.Count <= 1 ? node.Input(0).KnownElements() : null;
    }

    /// <summary>The axes of the output that are inserted, in rising order.</summary>
    public static int[] AxesOf(Node node)
    {
        long[] axes = node.ConstantInts(1) ?? node.Attributes.Ints("axes") ?? [];
        int rank = node.Input(0).KnownShape.Rank + axes.Length;
        return [.. axes.Select(a => (int)(a < 0 ? a + rank : a)).Order()];
    }

    /// <inheritdoc/>
    public override TensorData[] Evaluate(Node node) =>
        [node.Input(0).Data!.Reshape(node.Output.KnownShape.ToArray())];

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms) => ChannelReshape.Couple(node, atoms);
}
