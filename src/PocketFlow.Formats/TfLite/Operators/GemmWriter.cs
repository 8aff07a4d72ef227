using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// Dense layers, and products of computed matrices. An input that was flattened with channels last is met by permuted
/// weights.
/// </summary>
internal sealed class GemmWriter() : OperatorWriter("Gemm")
{
    public override bool FusesActivation(Node node) => true;

    public override string? Refuse(Node node) =>
        node.Inputs.All(i => i is null or { IsInitializer: true }) ? "all its inputs are constant" : null;

    public override bool HasInteger(Node node) => IsLayer(node) && Alpha(node) == 1 && Beta(node) == 1;

    public override void Write(Node node, GraphLowering lowering)
    {
        if (!IsLayer(node))
        {
            WriteProduct(node, lowering);
            return;
        }

        Value a = node.Input(0);
        bool absorbsOrder = !TurnsA(node) && lowering.LayoutOf(a) is { Merged.Axis: 1 };
        Layout layout = TurnsA(node) ? Layout.Of([1, 0]) : absorbsOrder ? lowering.LayoutOf(a) : Layout.Logical(2);
        Operand input = lowering.Read(a, layout, lowering.GridOf(node, 0));
        DenseLayer.Write(
            node, lowering, input, GemmOperator.IsTransposed(node) ? [0, 1] : [1, 0], Alpha(node), Beta(node));
    }

    /// <summary>Whether the node is a layer: constant weights and one constant term per output, or one for all.</summary>
    private static bool IsLayer(Node node)
    {
        long outputs = node.Output.KnownShape[1].Size;
        return node.Input(1).IsInitializer && (node.InputOrNull(2) is null or { IsInitializer: true })
            && (node.InputOrNull(2)?.KnownShape is not { } shape || shape.ElementCount == 1
                || (shape.ElementCount == outputs && shape[-1].Size == outputs));
    }

    /// <summary>α · A · B, then + β · C, the last of which applies the rectifier.</summary>
    private static void WriteProduct(Node node, GraphLowering lowering)
    {
        Layout layout = Layout.Logical(2);
        Operand a = lowering.Read(node.Input(0), layout, null);
        Operand b = lowering.Read(node.Input(1), layout, null);
        Operand product = lowering.NewTensor($"{node.Name}/product", node.Output.KnownShape.ToArray(), layout, null);
        DenseLayer.Multiply(lowering, a, b, product, TurnsA(node), GemmOperator.IsTransposed(node));
        if (node.InputOrNull(2) is not { } term)
        {
            lowering.Define(lowering.ResultOf(node), Scaled(node, lowering, product, Alpha(node), isLast: true));
            return;
        }

        long[] dims = [.. Enumerable.Repeat(1L, 2 - term.KnownShape.Rank), .. term.KnownShape.ToArray()];
        Operand own = lowering.Read(term, Layout.Logical(term.KnownShape.Rank), null);
        Operand addend = Scaled(node, lowering, lowering.Reshape(own, dims, layout, node.Name), Beta(node), false);
        product = Scaled(node, lowering, product, Alpha(node), false);
        FlatTable options = new FlatTable().SetByte(0, lowering.ActivationOf(node));
        lowering.Emit(
            Op.ADD, [product.Tensor, addend.Tensor], lowering.NewResult(node, layout, null), new(OptionsType.Add, options));
    }

    private static Operand Scaled(Node node, GraphLowering lowering, Operand input, float factor, bool isLast)
    {
        int activation = isLast ? lowering.ActivationOf(node) : 0;
        if (factor == 1 && activation == 0)
        {
            return input;
        }

        Operand constant = lowering.Reals("factor", [factor], [], Layout.Logical(0), null);
        Operand output = lowering.NewTensor($"{node.Name}/scaled", input.Dims, input.Layout, null);
        FlatTable options = new FlatTable().SetByte(0, activation);
        lowering.Emit(Op.MUL, [input.Tensor, constant.Tensor], output, new(OptionsType.Mul, options));
        return output;
    }

    private static bool TurnsA(Node node) => node.Attributes.Int("transA", 0) != 0;

    private static float Alpha(Node node) => node.Attributes.Float("alpha", 1);

    private static float Beta(Node node) => node.Attributes.Float("beta", 1);
}
