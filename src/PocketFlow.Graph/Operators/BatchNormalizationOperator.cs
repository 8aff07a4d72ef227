using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>
/// Batch normalisation over axis 1: <c>(x − mean) / √(variance + epsilon) · scale + shift</c>; running statistics at
/// inference, batch statistics while training (Ioffe &amp; Szegedy 2015).
/// </summary>
public sealed class BatchNormalizationOperator() : Operator("BatchNormalization")
{
    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        for (int i = 1; i <= 4; i++)
        {
            Shape parameter = node.Input(i).KnownShape;
            if (parameter.Rank != 1 || (input[1].IsKnown && parameter[0] != input[1]))
            {
                throw Fault(node, "shape", $"input {i} has shape {parameter}, expected was [{input[1]}].");
            }
        }

        SetOutput(node, node.Input(0).Type, input);
    }

    /// <summary>The term that keeps the division finite; 1e-5 unless given.</summary>
    public static float EpsilonOf(Node node) => node.Attributes.Float("epsilon", 1e-5f);

    /// <inheritdoc/>
    public override ParameterRole RoleOf(int input) => input switch
    {
        1 or 2 => ParameterRole.Affine,
        3 or 4 => ParameterRole.Statistic,
        _ => ParameterRole.None,
    };

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms)
    {
        atoms.Copy(node.Input(0), node.Output);
        for (int i = 1; i <= 4 && atoms.Of(node.Input(0), 1) is { } labels; i++)
        {
            atoms.Set(node.Input(i), 0, labels, SlotKind.Companion);
        }
    }
}
