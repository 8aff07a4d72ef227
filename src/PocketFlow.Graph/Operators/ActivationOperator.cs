using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>A function applied to every element of the first input; the shape stays.</summary>
public sealed class ActivationOperator(string opType) : Operator(opType)
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule =>
        OpType is "Identity" or "Dropout" ? QuantizationRule.SameAsInput : QuantizationRule.OwnRange;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        SetOutput(node, node.Input(0).Type, node.Input(0).KnownShape);
        node.Output.Elements = OpType == "Identity" ? node.Input(0).KnownElements() : null;
        if (node.Outputs.Count > 1)
        {
            node.Outputs[1].Type = ElementType.Boolean;
            node.Outputs[1].Shape = node.Input(0).KnownShape;
        }
    }

    /// <inheritdoc/>
    public override TensorData[]? Evaluate(Node node) => OpType == "Identity" ? [node.Input(0).Data!] : null;

    /// <summary>The bounds of a Clip node; an absent bound is infinite.</summary>
    /// <exception cref="InvalidGraphException">A bound is computed, not constant.</exception>
    public static (float Low, float High) BoundsOf(Node node) =>
        (Bound(node, 1, float.NegativeInfinity), Bound(node, 2, float.PositiveInfinity));

    private static float Bound(Node node, int input, float fallback) => node.InputOrNull(input) switch
    {
        null => fallback,
        { Data: { } data } => data.ToFloats()[0],
        _ => throw Fault(node, "constant", "a bound is computed; only constant bounds are known."),
    };

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms) => atoms.Copy(node.Input(0), node.Output);
}
