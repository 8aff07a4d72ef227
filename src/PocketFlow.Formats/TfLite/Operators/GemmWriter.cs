using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.TfLite;

/// <summary>Dense layers. An input that was flattened with channels last is met by permuted weights.</summary>
internal sealed class GemmWriter() : OperatorWriter("Gemm")
{
    public override bool FusesActivation => true;

    public override string? Refuse(Node node)
    {
        if (node.ConstantOrNull(1) is null || (node.InputOrNull(2) is { } bias && !bias.IsInitializer))
        {
            return "weights or bias are computed";
        }

        long outputs = node.Output.KnownShape[1].Size;
        return node.InputOrNull(2)?.KnownShape is { } shape && shape.ElementCount != 1
            && (shape.ElementCount != outputs || shape[-1].Size != outputs)
            ? $"its bias has the shape {shape}, expected were {outputs} elements"
            : null;
    }

    public override bool HasInteger(Node node) => Alpha(node) == 1 && Beta(node) == 1;

    public override void Write(Node node, GraphLowering lowering)
    {
        Value a = node.Input(0);
        bool isTransposed = node.Attributes.Int("transA", 0) != 0;
        bool absorbsOrder = !isTransposed && lowering.LayoutOf(a) is { Merged.Axis: 1 };
        Layout layout = isTransposed ? Layout.Of([1, 0]) : absorbsOrder ? lowering.LayoutOf(a) : Layout.Logical(2);
        Operand input = lowering.Read(a, layout, lowering.GridOf(node, 0));
        DenseLayer.Write(
            node, lowering, input, GemmOperator.IsTransposed(node) ? [0, 1] : [1, 0], Alpha(node), Beta(node));
    }

    private static float Alpha(Node node) => node.Attributes.Float("alpha", 1);

    private static float Beta(Node node) => node.Attributes.Float("beta", 1);
}
