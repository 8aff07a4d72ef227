using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// Resampling of height and width, where one of TFLite's ways to find positions gives the weights that the graph asks for.
/// Nearest elements that none of them finds are picked one by one.
/// </summary>
internal sealed class ResizeWriter() : OperatorWriter("Resize")
{
    public override string? Refuse(Node node)
    {
        ResizeSampling sampling = ResizeSampling.Of(node);
        return sampling.Mode == "nearest" || (IsImage(node) && ResizePositions.Find(node) is not null) ? null
            : $"TFLite has no {sampling.Mode} interpolation with {sampling.Coordinates} of these axes";
    }

    public override void Write(Node node, GraphLowering lowering)
    {
        if (!IsImage(node) || ResizePositions.Find(node) is not { } positions)
        {
            PickNearest(node, lowering);
            return;
        }

        Operand input = WindowInput.ReadImage(node, lowering);
        Operand output = WindowInput.NewImage(node, lowering, input.Grid);
        int size = lowering.Int32s("size", [output.Dims[2], output.Dims[3]]);
        bool isLinear = ResizeSampling.Of(node).Mode != "nearest";
        // The old table of the interpolation begins with two sizes that nobody reads.
        int first = isLinear ? 2 : 0;
        FlatTable options = new FlatTable()
            .Set(first, positions.AlignsCorners)
            .Set(first + 1, positions.TakesCenters);
        bool isSimple = !positions.TakesCenters && (isLinear || !positions.AlignsCorners);
        lowering.Emit(
            isLinear ? Op.RESIZE_BILINEAR : Op.RESIZE_NEAREST_NEIGHBOR, [input.Tensor, size], output,
            new(isLinear ? OptionsType.ResizeBilinear : OptionsType.ResizeNearestNeighbor, options),
            isSimple ? 1 : OperatorVersions.AlignedResize);
        WindowInput.Define(node, lowering, output);
    }

    private static bool IsImage(Node node) => node.Input(0).KnownShape.Rank is 3 or 4
        && ResizeOperator.AxisOf(node, 0) is null && ResizeOperator.AxisOf(node, 1) is null;

    private static void PickNearest(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        Operand result = lowering.Read(x, lowering.PlainLayoutOf(x), lowering.GridOf(node, 0));
        for (int axis = 0; axis < x.KnownShape.Rank; axis++)
        {
            if (ResizeOperator.AxisOf(node, axis) is { } resized)
            {
                int physical = result.Layout.PhysicalAxis(axis);
                result = lowering.Pick(result, physical, resized.NearestPositions(), node.Name);
            }
        }

        lowering.Define(node.Output, result);
    }
}
