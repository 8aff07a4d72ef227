using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// A new axis with one value at an index and another elsewhere; both values are constant. Indices that count from the
/// end, which TFLite lacks, are turned first; others outside of the axis choose nothing, as in ONNX.
/// </summary>
internal sealed class OneHotWriter() : OperatorWriter("OneHot")
{
    public override bool Accepts(ElementType type) => type is ElementType.Int32 or ElementType.Int64;

    public override bool HasInteger(Node node) => false;

    public override string? Refuse(Node node) => node.Input(0).Type.IsFloat() ? "its indices are reals"
        : node.ConstantOrNull(2) is null ? "its values are computed"
        : null;

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        Operand indices = Positive(node, lowering, lowering.Read(x, Layout.Logical(x.KnownShape.Rank), null));
        int depth = lowering.Int32("depth", OneHotOperator.DepthOf(node));
        Operand output = lowering.NewResult(node, Layout.Logical(node.Output.KnownShape.Rank), null);
        FlatTable options = new FlatTable().Set(0, OneHotOperator.AxisOf(node));
        lowering.Emit(
            Op.ONE_HOT, [indices.Tensor, depth, Level(node, lowering, 1), Level(node, lowering, 0)], output,
            new(OptionsType.OneHot, options));
    }

    private static Operand Positive(Node node, GraphLowering lowering, Operand indices)
    {
        TfLiteTensorType type = lowering.TypeOf(indices);
        string name = node.Name;
        Operand isNegative = lowering.NewTensor(
            $"{name}/negative", indices.Dims, indices.Layout, null, TfLiteTensorType.Boolean);
        Operand moved = lowering.NewTensor($"{name}/moved", indices.Dims, indices.Layout, null, type);
        Operand positive = lowering.NewTensor($"{name}/indices", indices.Dims, indices.Layout, null, type);
        lowering.Emit(
            Op.LESS, [indices.Tensor, Scalar(lowering, type, 0)], isNegative,
            new(OptionsType.Less, new FlatTable()));
        lowering.Emit(
            Op.ADD, [indices.Tensor, Scalar(lowering, type, OneHotOperator.DepthOf(node))], moved,
            new(OptionsType.Add, new FlatTable()));
        lowering.Emit(
            Op.SELECT_V2, [isNegative.Tensor, moved.Tensor, indices.Tensor], positive,
            new(OptionsType.SelectV2, new FlatTable()));
        return positive;
    }

    private static int Scalar(GraphLowering lowering, TfLiteTensorType type, long number) =>
        type == TfLiteTensorType.Int64
            ? lowering.Constant<long>("number", [], [number], type, null)
            : lowering.Int32("number", number);

    private static int Level(Node node, GraphLowering lowering, int index)
    {
        TensorData values = node.ConstantOrNull(2)!;
        return values.Type switch
        {
            ElementType.Int32 => Scalar(lowering, TfLiteTensorType.Int32, values.As<int>()[index]),
            ElementType.Int64 => Scalar(lowering, TfLiteTensorType.Int64, values.As<long>()[index]),
            _ => lowering.Constant("level", [], [values.ToFloats()[index]], TfLiteTensorType.Float32, null),
        };
    }
}
