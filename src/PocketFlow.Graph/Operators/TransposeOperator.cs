using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Permutes the axes; reverses them by default.</summary>
public sealed class TransposeOperator() : Operator("Transpose")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        SetOutput(node, node.Input(0).Type, new Shape([.. PermutationOf(node).Select(p => input[p])]));
    }

    /// <summary>For every output axis, the input axis that it shows.</summary>
    /// <exception cref="InvalidGraphException">The attribute is no permutation.</exception>
    public static int[] PermutationOf(Node node)
    {
        int rank = node.Input(0).KnownShape.Rank;
        int[] permutation = node.Attributes.Ints("perm") is { } perm
            ? Array.ConvertAll(perm, p => (int)p)
            : [.. Enumerable.Range(0, rank).Reverse()];
        return permutation.Order().SequenceEqual(Enumerable.Range(0, rank))
            ? permutation
            : throw Fault(node, "attribute", $"[{string.Join(", ", permutation)}] is no permutation of {rank} axes.");
    }

    /// <inheritdoc/>
    public override TensorData[] Evaluate(Node node) => [ElementMap.Permute(node.Input(0).Data!, PermutationOf(node))];

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        int[] permutation = PermutationOf(node);
        for (int axis = 0; axis < permutation.Length; axis++)
        {
            if (atoms.Of(node.Input(0), permutation[axis]) is { } labels)
            {
                atoms.Set(node.Output, axis, labels);
            }
        }
    }
}
