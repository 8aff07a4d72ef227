using PocketFlow.Graphs.Pruning;

namespace PocketFlow.Graphs.Operators;

/// <summary>Removes axes of size 1; the axes come as a constant input, all of them by default.</summary>
public sealed class SqueezeOperator() : Operator("Squeeze")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        int[] axes = AxesOf(node);
        if (Array.Exists(axes, a => input[a] is { IsKnown: true, Size: not 1 }))
        {
            throw Fault(node, "axis", $"of {input}, not all of the axes [{string.Join(", ", axes)}] have the size 1.");
        }

        SetOutput(node, node.Input(0).Type, new Shape([.. input.Where((_, i) => !axes.Contains(i))]));
        node.Output.Elements = node.Input(0).KnownElements();
    }

    /// <summary>The axes that go, counted from the front.</summary>
    public static int[] AxesOf(Node node)
    {
        Shape input = node.Input(0).KnownShape;
        return (node.ConstantInts(1) ?? node.Attributes.Ints("axes")) is { } given
            ? [.. given.Select(input.Axis)]
            : [.. Enumerable.Range(0, input.Rank).Where(i => input[i] == (Dim)1)];
    }

    /// <inheritdoc/>
    public override TensorData[] Evaluate(Node node) =>
        [node.Input(0).Data!.Reshape(node.Output.KnownShape.ToArray())];

    /// <inheritdoc/>
    internal override void Couple(Node node, ChannelAtoms atoms) => ChannelReshape.Couple(node, atoms);

    /// <summary>Names the axes: an axis that is cut down to one channel must not go as well.</summary>
    internal override void Cut(Node original, Node twin, ChannelCut cut)
    {
        if (original.InputOrNull(1) is null && !original.Attributes.Contains("axes"))
        {
            cut.SetConstant(twin, 1, TensorData.Vector([.. AxesOf(original).Select(a => (long)a)]));
        }
    }
}
