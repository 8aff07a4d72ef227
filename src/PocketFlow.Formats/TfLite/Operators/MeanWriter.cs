using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Means over whole axes.</summary>
internal sealed class MeanWriter() : OperatorWriter("ReduceMean", "GlobalAveragePool")
{
    public override void Write(Node node, GraphLowering lowering)
    {
        bool isPool = node.OpType == "GlobalAveragePool";
        int rank = node.Input(0).KnownShape.Rank;
        int[] axes = isPool ? [.. Enumerable.Range(2, rank - 2)] : ReduceMeanOperator.AxesOf(node);
        Write(node, lowering, axes, isPool || ReduceMeanOperator.KeepsAxes(node));
    }

    /// <summary>Adds the mean over some axes of a node's first input as the node's result.</summary>
    public static void Write(Node node, GraphLowering lowering, int[] axes, bool keepsAxes)
    {
        Value x = node.Input(0);
        Operand input = lowering.Read(x, lowering.PlainLayoutOf(x), lowering.GridOf(node, 0));
        int[] kept = [.. Enumerable.Range(0, input.Layout.Rank).Where(a => !axes.Contains(a))];
        Layout layout = keepsAxes ? input.Layout
            : Layout.Of(input.Layout.Order.Where(kept.Contains).Select(a => Array.IndexOf(kept, a)));
        int positions = lowering.Int32s("axes", axes.Select(a => (long)input.Layout.PhysicalAxis(a)).Order());
        Operand output = lowering.NewResult(node, layout, lowering.ResultGridOf(node));
        lowering.Emit(
            Op.MEAN, [input.Tensor, positions], output, new(OptionsType.Reducer, new FlatTable().Set(0, keepsAxes)));
    }
}
