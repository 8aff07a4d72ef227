using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// The mean of each window. TFLite never counts padding; where the graph does, zeros are added first, and where the
/// graph doesn't but no padding mode fits, the zeros are divided out again by a constant per position.
/// </summary>
internal sealed class AveragePoolWriter() : OperatorWriter("AveragePool")
{
    public override string? Refuse(Node node)
    {
        Window window = Window.Of(node);
        return WindowInput.Refuse(node, window) ?? (window.Dilations.Any(d => d > 1) ? "dilated windows" : null);
    }

    public override bool HasInteger(Node node) => !NeedsCorrection(node);

    public override void Write(Node node, GraphLowering lowering)
    {
        Window window = Window.Of(node);
        if (CoversAll(node, window))
        {
            MeanWriter.Write(node, lowering, [2, 3], keepsAxes: true);
            return;
        }

        (Operand input, Padding mode) = WindowInput.Read(node, window, lowering, border: 0);
        if (!NeedsCorrection(node))
        {
            Operand result = lowering.NewResult(node, input.Layout, input.Grid);
            lowering.Emit(Op.AVERAGE_POOL_2D, [input.Tensor], result, PoolOptions.Of(window, mode, 0));
            return;
        }

        Operand mean = lowering.NewTensor($"{node.Name}/mean", node.Output.KnownShape.ToArray(), input.Layout, null);
        lowering.Emit(Op.AVERAGE_POOL_2D, [input.Tensor], mean, PoolOptions.Of(window, mode, 0));
        long[] size = [mean.Dims[2], mean.Dims[3]];
        Operand factors = lowering.Reals(
            $"{node.Name}/count", Corrections(node, window, size), [1, 1, size[0], size[1]], mean.Layout, null);
        Operand output = lowering.NewResult(node, mean.Layout, null);
        lowering.Emit(Op.MUL, [mean.Tensor, factors.Tensor], output, new(OptionsType.Mul, new FlatTable()));
    }

    private static bool CoversAll(Node node, Window window) =>
        window.Kernel.SequenceEqual(node.Input(0).KnownShape.ToArray().Skip(2))
        && window.PadsBegin.Concat(window.PadsEnd).All(p => p == 0);

    /// <summary>Whether windows that reach over an edge divide by another count than the operator does.</summary>
    private static bool NeedsCorrection(Node node)
    {
        Window window = Window.Of(node);
        WindowPadding padding = WindowInput.PaddingOf(node, window);
        bool countsPads = node.Attributes.Int("count_include_pad", 0) != 0;
        bool isPadded = padding.NeedsBorder || padding.Mode == Padding.Same;
        return isPadded && (padding.NeedsBorder ? !countsPads || window.CeilMode : countsPads);
    }

    /// <summary>What the operator divides by over what the graph divides by, per output position.</summary>
    private static float[] Corrections(Node node, Window window, long[] output)
    {
        bool countsPads = node.Attributes.Int("count_include_pad", 0) != 0;
        bool isWhole = WindowInput.PaddingOf(node, window).NeedsBorder;
        long[] input = node.Input(0).KnownShape.ToArray()[2..];
        float[] factors = new float[output[0] * output[1]];
        for (int i = 0; i < factors.Length; i++)
        {
            long[] at = [i / output[1], i % output[1]];
            long byOperator = Count(window, input, at, 0, isWhole) * Count(window, input, at, 1, isWhole);
            long byGraph = PadCount(window, input, at, 0, countsPads) * PadCount(window, input, at, 1, countsPads);
            factors[i] = (float)((double)byOperator / byGraph);
        }

        return factors;
    }

    private static long Count(Window window, long[] input, long[] at, int axis, bool isWhole) =>
        isWhole ? window.Kernel[axis] : PadCount(window, input, at, axis, countsPads: false);

    /// <summary>The elements of a window on one axis; even counted pads end where the declared ones end.</summary>
    private static long PadCount(Window window, long[] input, long[] at, int axis, bool countsPads)
    {
        long start = at[axis] * window.Strides[axis] - window.PadsBegin[axis];
        long low = countsPads ? -window.PadsBegin[axis] : 0;
        long high = input[axis] + (countsPads ? window.PadsEnd[axis] : 0);
        return Math.Min(start + window.Kernel[axis], high) - Math.Max(start, low);
    }
}
