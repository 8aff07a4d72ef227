using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Merges the axes before and from <c>axis</c> (1 by default) into a matrix.</summary>
public sealed class FlattenOperator() : Operator("Flatten")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        int split = AxisOf(node);
        SetOutput(node, node.Input(0).Type, new Shape(Product(input.Take(split)), Product(input.Skip(split))));
    }

    /// <summary>The first axis of the second dimension, from the front; the rank where there is none.</summary>
    public static int AxisOf(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        long axis = node.Attributes.Int("axis", 1);
        return axis == input.Rank ? input.Rank : input.Axis(axis);
    }

    /// <inheritdoc/>
    public override TensorData[] Evaluate(Node node) =>
        [node.Input(0).Data!.Reshape(node.Output.KnownShape.ToArray())];

    private static Dim Product(IEnumerable<Dim> dims)
    {
        Dim product = 1;
        foreach (Dim dim in dims)
        {
            product = (product, dim) switch
            {
                ({ IsKnown: true }, { IsKnown: true }) => product.Size * dim.Size,
                ({ IsKnown: true, Size: 1 }, _) => dim,
                (_, { IsKnown: true, Size: 1 }) => product,
                _ => Dim.Unknown,
            };
        }

        return product;
    }

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms) => ChannelReshape.Couple(node, atoms);
}
