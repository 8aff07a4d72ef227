using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// Normalisation by neighbouring channels; TFLite's alpha counts per channel, ONNX's for all of them.
/// </summary>
internal sealed class LocalResponseWriter() : OperatorWriter("LRN")
{
    public override string? Refuse(Node node) =>
        node.Input(0).KnownShape.Rank != 4 ? $"{node.Input(0).KnownShape.Rank} axes, expected were 4"
        : SizeOf(node) % 2 == 0 ? $"{SizeOf(node)} neighbours, expected was an odd number"
        : null;

    public override bool HasInteger(Node node) => false;

    public override void Write(Node node, GraphLowering lowering)
    {
        Operand input = lowering.Read(node.Input(0), Layout.ChannelsLast(4), null);
        FlatTable options = new FlatTable()
            .Set(0, (int)(SizeOf(node) / 2))
            .Set(1, node.Attributes.Float("bias", 1))
            .Set(2, node.Attributes.Float("alpha", 1e-4f) / SizeOf(node))
            .Set(3, node.Attributes.Float("beta", 0.75f));
        lowering.Emit(
            Op.LOCAL_RESPONSE_NORMALIZATION, [input.Tensor], lowering.NewResult(node, input.Layout, null),
            new(OptionsType.LocalResponseNormalization, options));
    }

    private static long SizeOf(Node node) => node.Attributes.Int("size", 1);
}
