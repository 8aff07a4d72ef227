using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// The exchange of channels and blocks of space. TFLite has the position in the block as the outer part of a channel's
/// index; channels that have it inside are brought into that order first.
/// </summary>
internal sealed class BlockWriter() : OperatorWriter("DepthToSpace", "SpaceToDepth")
{
    public override void Write(Node node, GraphLowering lowering)
    {
        Layout layout = Layout.ChannelsLast(4);
        Operand input = lowering.Read(node.Input(0), layout, lowering.GridOf(node, 0));
        long block = DepthToSpaceOperator.BlockOf(node);
        bool isToSpace = node.OpType == "DepthToSpace";
        long channels = input.Dims[1] / (block * block);
        if (isToSpace && DepthToSpaceOperator.IsColumnRowDepth(node) && channels > 1)
        {
            long area = block * block;
            long[] order = [.. Enumerable.Range(0, (int)input.Dims[1]).Select(i => i % channels * area + i / channels)];
            input = lowering.Pick(input, 3, order, node.Name);
        }

        Operand output = lowering.NewResult(node, layout, input.Grid);
        FlatTable options = new FlatTable().Set(0, (int)block);
        lowering.Emit(
            isToSpace ? Op.DEPTH_TO_SPACE : Op.SPACE_TO_DEPTH, [input.Tensor], output,
            new(isToSpace ? OptionsType.DepthToSpace : OptionsType.SpaceToDepth, options));
    }
}
