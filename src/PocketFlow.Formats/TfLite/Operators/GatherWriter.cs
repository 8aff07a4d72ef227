using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Slices picked by index. Indices that count from the end, which TFLite lacks, are turned first.</summary>
internal sealed class GatherWriter() : OperatorWriter("Gather", "GatherND")
{
    public override bool Accepts(ElementType type) => ElementTypeMap.IsExpressible(type);

    public override string? Refuse(Node node) => node.OpType == "Gather" ? null
        : GatherNDOperator.BatchOf(node) > 0 ? "batch axes"
        : node.ConstantOrNull(1) is null ? "its indices are computed"
        : null;

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        bool keepsAxes = node.OpType == "Gather" && node.Input(1).KnownShape.Rank == 1;
        Layout layout = keepsAxes ? lowering.PlainLayoutOf(x) : Layout.Logical(x.KnownShape.Rank);
        Operand data = lowering.Read(x, layout, lowering.GridOf(node, 0));
        Layout result = keepsAxes ? layout : Layout.Logical(node.Output.KnownShape.Rank);
        if (node.OpType == "GatherND")
        {
            int tuples = Constant(node, lowering, (i, position) => Positive(node, i, position % Depth(node)));
            lowering.Emit(
                Op.GATHER_ND, [data.Tensor, tuples], lowering.NewResult(node, result, data.Grid),
                new(OptionsType.GatherNd, new FlatTable()));
            return;
        }

        int axis = GatherOperator.AxisOf(node);
        int indices = node.ConstantOrNull(1) is not null
            ? Constant(node, lowering, (i, _) => Positive(node, i, axis))
            : Computed(node, lowering, axis);
        FlatTable options = new FlatTable().Set(0, layout.PhysicalAxis(axis));
        lowering.Emit(
            Op.GATHER, [data.Tensor, indices], lowering.NewResult(node, result, data.Grid),
            new(OptionsType.Gather, options));
    }

    private static int Depth(Node node) => (int)node.Input(1).KnownShape[-1].Size;

    private static long Positive(Node node, long index, int axis) =>
        index < 0 ? index + node.Input(0).KnownShape[axis].Size : index;

    private static int Constant(Node node, GraphLowering lowering, Func<long, int, long> positive)
    {
        TensorData indices = node.ConstantOrNull(1)!;
        int[] dims = Array.ConvertAll(indices.Dims.ToArray(), d => (int)d);
        return lowering.Int32s($"{node.Name}/indices", indices.ToInt64s().Select(positive), dims);
    }

    private static int Computed(Node node, GraphLowering lowering, int axis)
    {
        Value value = node.Input(1);
        Operand indices = lowering.Read(value, Layout.Logical(value.KnownShape.Rank), null);
        long size = node.Input(0).KnownShape[axis].Size;
        int divisor = value.Type == ElementType.Int64
            ? lowering.Constant<long>("size", [], [size], TfLiteTensorType.Int64, null)
            : lowering.Int32("size", size);
        Operand positive = lowering.NewTensor(
            $"{node.Name}/indices", indices.Dims, indices.Layout, null, lowering.TypeOf(indices));
        lowering.Emit(
            Op.FLOOR_MOD, [indices.Tensor, divisor], positive, new(OptionsType.FloorMod, new FlatTable()));
        return positive.Tensor;
    }
}
