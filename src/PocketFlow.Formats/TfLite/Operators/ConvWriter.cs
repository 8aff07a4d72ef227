using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Convolutions over one or two axes: dense, grouped and depthwise.</summary>
internal sealed class ConvWriter() : OperatorWriter("Conv")
{
    // Weights are [O, I, kh, kw] in the graph.
    private static readonly int[] s_dense = [0, 2, 3, 1];
    private static readonly int[] s_depthwise = [1, 2, 3, 0];

    public override bool FusesActivation(Node node) => true;

    public override string? Refuse(Node node) =>
        node.ConstantOrNull(1) is null || (node.InputOrNull(2) is { } bias && !bias.IsInitializer)
            ? "weights or bias are computed"
            : WindowInput.Refuse(node, ConvOperator.WindowOf(node));

    public override void Write(Node node, GraphLowering lowering)
    {
        Window window = WindowInput.ImageOf(ConvOperator.WindowOf(node));
        bool isDepthwise = ConvOperator.IsDepthwise(node);
        (Operand input, Padding mode) = WindowInput.Read(node, window, lowering, border: 0);
        var layer = new LayerConstants(node, lowering, input.Grid);
        int weight = layer.Weight(isDepthwise ? s_depthwise : s_dense);
        int bias = layer.Bias();
        Operand output = WindowInput.NewImage(node, lowering, lowering.ResultGridOf(node));
        OperatorOptions options = isDepthwise
            ? Depthwise(node, window, mode, lowering.ActivationOf(node))
            : Dense(window, mode, lowering.ActivationOf(node));
        bool isDilated = window.Dilations.Any(d => d > 1);
        lowering.Emit(
            isDepthwise ? Op.DEPTHWISE_CONV_2D : Op.CONV_2D, [input.Tensor, weight, bias], output, options,
            isDepthwise && isDilated ? OperatorVersions.DilatedDepthwise : 1);
        WindowInput.Define(node, lowering, output);
    }

    private static OperatorOptions Dense(Window window, Padding mode, int activation) =>
        new(OptionsType.Conv2D, new FlatTable()
            .SetByte(0, (int)mode)
            .Set(1, (int)window.Strides[1])
            .Set(2, (int)window.Strides[0])
            .SetByte(3, activation)
            .Set(4, (int)window.Dilations[1], 1)
            .Set(5, (int)window.Dilations[0], 1));

    private static OperatorOptions Depthwise(Node node, Window window, Padding mode, int activation) =>
        new(OptionsType.DepthwiseConv2D, new FlatTable()
            .SetByte(0, (int)mode)
            .Set(1, (int)window.Strides[1])
            .Set(2, (int)window.Strides[0])
            .Set(3, (int)(node.Input(1).KnownShape[0].Size / node.Attributes.Int("group", 1)))
            .SetByte(4, activation)
            .Set(5, (int)window.Dilations[1], 1)
            .Set(6, (int)window.Dilations[0], 1));
}
