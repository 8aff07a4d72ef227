using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// Cuts ranges out. XNNPACK takes SLICE but no STRIDED_SLICE with steps, so steps over height and width are turned
/// into a plain cut where they divide them: in [N, H/s, s·W/t, t·C] every s-th row and t-th column is one block.
/// </summary>
internal sealed class SliceWriter() : OperatorWriter("Slice")
{
    public override bool Accepts(ElementType type) => ElementTypeMap.IsExpressible(type);

    public override void Write(Node node, GraphLowering lowering)
    {
        Value x = node.Input(0);
        Operand input = lowering.Read(x, lowering.PlainLayoutOf(x), lowering.GridOf(node, 0));
        SliceRange[] ranges = [.. input.PhysicalDims.Select(d => new SliceRange(0, 1, d))];
        foreach ((int axis, SliceRange range) in SliceOperator.RangesOf(node))
        {
            ranges[input.Layout.PhysicalAxis(axis)] = range;
        }

        Operand output = lowering.NewResult(node, input.Layout, input.Grid);
        if (ranges.All(r => r.Step == 1))
        {
            Cut(lowering, input.Tensor, output, ranges.Select(r => r.Start), ranges.Select(r => r.Count));
        }
        else if (AreBlocks(input.PhysicalDims, ranges))
        {
            CutBlocks(node, lowering, input, output, ranges);
        }
        else
        {
            CutStrided(lowering, input, output, ranges);
        }
    }

    private static bool AreBlocks(long[] dims, SliceRange[] ranges) =>
        dims.Length == 4 && ranges[0].Count == dims[0] && ranges[3].Count == dims[3] && ranges[3].Step == 1
        && Enumerable.Range(1, 2).All(i => ranges[i].Step > 0 && dims[i] % ranges[i].Step == 0
            && ranges[i].Count == dims[i] / ranges[i].Step);

    private static void CutBlocks(
        Node node, GraphLowering lowering, Operand input, Operand output, SliceRange[] ranges)
    {
        long[] dims = input.PhysicalDims;
        (long rows, long columns) = (ranges[1].Step, ranges[2].Step);
        long[] blocks = [dims[0], dims[1] / rows, rows * (dims[2] / columns), columns * dims[3]];
        Operand folded = lowering.Reshape(input, blocks, Layout.Logical(4), $"{node.Name}/blocks");
        Cut(
            lowering, folded.Tensor, output,
            [0, 0, ranges[1].Start * (dims[2] / columns), ranges[2].Start * dims[3]], output.PhysicalDims);
    }

    private static void Cut(
        GraphLowering lowering, int input, Operand output, IEnumerable<long> begin, IEnumerable<long> size) =>
        lowering.Emit(Op.SLICE, [input, lowering.Int32s("begin", begin), lowering.Int32s("size", size)], output);

    private static void CutStrided(GraphLowering lowering, Operand input, Operand output, SliceRange[] ranges)
    {
        int begin = lowering.Int32s("begin", ranges.Select(r => r.Start));
        int end = lowering.Int32s("end", ranges.Select(r => r.Start + r.Count * r.Step));
        int steps = lowering.Int32s("steps", ranges.Select(r => r.Step));
        // An end below zero would count from the back; the mask says that the range runs out at the first element.
        int endMask = 0;
        for (int i = 0; i < ranges.Length; i++)
        {
            bool runsOut = ranges[i].Start + ranges[i].Count * ranges[i].Step < 0;
            endMask |= runsOut ? 1 << i : 0;
        }

        FlatTable options = new FlatTable().Set(1, endMask);
        lowering.Emit(
            Op.STRIDED_SLICE, [input.Tensor, begin, end, steps], output, new(OptionsType.StridedSlice, options));
    }
}
