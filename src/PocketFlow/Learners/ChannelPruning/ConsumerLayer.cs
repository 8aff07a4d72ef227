using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Learners.ChannelPruning;

/// <summary>A layer that reads the channels of a group and can be reconstructed: plain convolution or dense layer.</summary>
internal sealed class ConsumerLayer
{
    private ConsumerLayer(Node node)
    {
        Node = node;
        Window = node.OpType == "Conv" ? ConvOperator.WindowOf(node) : null;
        (Residual, ResidualFactor) = FindResidual(node);
    }

    /// <summary>The layer.</summary>
    public Node Node { get; }

    /// <summary>The weights.</summary>
    public Value Weight => Node.Input(1);

    /// <summary>The geometry of a convolution; null for a dense layer.</summary>
    public Window? Window { get; }

    /// <summary>The axis of the weight that reads channels.</summary>
    public int InputAxis => 1 - Node.Operator.OutputChannelAxis(Node);

    /// <summary>The other term of the sum that the layer ends in, or null: its error can be repaired here too.</summary>
    public Value? Residual { get; }

    /// <summary>For each output channel, what one unit of the layer's output adds to the sum.</summary>
    public float[]? ResidualFactor { get; }

    /// <summary>The layer as a consumer, or null where reconstruction doesn't know its kind.</summary>
    public static ConsumerLayer? Of(Node node) => node.OpType switch
    {
        "Conv" when node.Attributes.Int("group", 1) == 1 && node.Input(1).KnownShape.Rank == 4 => new(node),
        "Gemm" when node.Attributes.Float("alpha", 1) == 1 => new(node),
        "MatMul" when node.Input(0).KnownShape.Rank == 2 => new(node),
        _ => null,
    };

    /// <summary>Follows the output through batch normalisation to an Add.</summary>
    private static (Value?, float[]?) FindResidual(Node node)
    {
        Value value = node.Output;
        float[] factor = Enumerable.Repeat(1f, (int)value.KnownShape[1].Size).ToArray();
        if (value.Uses is [{ Node: { OpType: "BatchNormalization" } norm, Index: 0 }])
        {
            float[] scale = norm.ConstantOrNull(1)!.ToFloats();
            float[] variance = norm.ConstantOrNull(4)!.ToFloats();
            float epsilon = BatchNormalizationOperator.EpsilonOf(norm);
            factor = [.. scale.Zip(variance, (s, v) => s / MathF.Sqrt(v + epsilon))];
            value = norm.Output;
        }

        return value.Uses is [{ Node: { OpType: "Add" } add, Index: var index }]
            && add.Input(1 - index) is { IsInitializer: false } other && other.KnownShape.Equals(value.KnownShape)
            ? (other, factor)
            : (null, null);
    }
}
