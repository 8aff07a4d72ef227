using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>One number for the elements along whole axes.</summary>
internal sealed class ReduceWriter()
    : OperatorWriter(
        "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "GlobalAveragePool", "GlobalMaxPool")
{
    public override bool Accepts(ElementType type) => type is ElementType.Int32 or ElementType.Int64;

    public override string? Refuse(Node node) =>
        CodeOf(node) == Op.MEAN && node.Output.Type != ElementType.Float32 ? $"the mean of {node.Output.Type}"
        : node.Input(0).KnownShape.Rank == 0 ? "a scalar has no axes" : null;

    public override bool HasInteger(Node node) => node.OpType != "ReduceProd";

    public override void Write(Node node, GraphLowering lowering)
    {
        bool isPool = node.OpType is "GlobalAveragePool" or "GlobalMaxPool";
        int rank = node.Input(0).KnownShape.Rank;
        int[] axes = isPool ? [.. Enumerable.Range(2, rank - 2)] : ReduceOperator.AxesOf(node);
        Write(node, lowering, axes, isPool || ReduceOperator.KeepsAxes(node));
    }

    /// <summary>Adds the reduction of a node's first input over some axes as the node's result.</summary>
    public static void Write(Node node, GraphLowering lowering, int[] axes, bool keepsAxes)
    {
        Value x = node.Input(0);
        Op code = CodeOf(node);
        Layout given = lowering.PlainLayoutOf(x);
        // LiteRT's int8 means and sums over the innermost axis come out wrong (seen in 2.5.3).
        bool isReal = code is Op.MEAN or Op.SUM && axes.Contains(given.Order[^1]);
        Operand input = lowering.Read(x, given, isReal ? null : lowering.GridOf(node, 0));
        Layout layout = keepsAxes ? given : LayoutWithout(given, axes);
        int positions = lowering.Int32s("axes", axes.Select(a => (long)given.PhysicalAxis(a)).Order());
        // Kernels compare integers as they are, so that the largest keeps the input's grid.
        bool keepsGrid = isReal || code is Op.REDUCE_MAX or Op.REDUCE_MIN;
        Operand output = lowering.NewResult(node, layout, keepsGrid ? input.Grid : lowering.ResultGridOf(node));
        FlatTable options = new FlatTable().Set(0, keepsAxes);
        lowering.Emit(code, [input.Tensor, positions], output, new(OptionsType.Reducer, options));
    }

    /// <summary>The layout that is left when some logical axes go.</summary>
    public static Layout LayoutWithout(Layout layout, int[] axes)
    {
        int[] kept = [.. Enumerable.Range(0, layout.Rank).Where(a => !axes.Contains(a))];
        return Layout.Of(layout.Order.Where(kept.Contains).Select(a => Array.IndexOf(kept, a)));
    }

    private static Op CodeOf(Node node) => node.OpType switch
    {
        "ReduceSum" => Op.SUM,
        "ReduceMax" or "GlobalMaxPool" => Op.REDUCE_MAX,
        "ReduceMin" => Op.REDUCE_MIN,
        "ReduceProd" => Op.REDUCE_PROD,
        _ => Op.MEAN,
    };
}
