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
        Window window = WindowInput.ImageOf(Window.Of(node));
        if (CoversAll(node, window))
        {
            int[] axes = [.. Enumerable.Range(2, node.Input(0).KnownShape.Rank - 2)];
            ReduceWriter.Write(node, lowering, axes, keepsAxes: true);
            return;
        }

        (Operand input, Padding mode) = WindowInput.Read(node, window, lowering, border: 0);
        Operand mean = WindowInput.NewImage(node, lowering, input.Grid);
        lowering.Emit(Op.AVERAGE_POOL_2D, [input.Tensor], mean, PoolOptions.Of(window, mode, 0));
        WindowInput.Define(node, lowering, NeedsCorrection(node) ? Corrected(node, window, lowering, mean) : mean);
    }

    private static Operand Corrected(Node node, Window window, GraphLowering lowering, Operand mean)
    {
        long[] size = [mean.Dims[2], mean.Dims[3]];
        Operand factors = lowering.Reals(
            $"{node.Name}/count", Corrections(node, window, size), [1, 1, size[0], size[1]], mean.Layout, null);
        Operand output = WindowInput.NewImage(node, lowering, null);
        lowering.Emit(Op.MUL, [mean.Tensor, factors.Tensor], output, new(OptionsType.Mul, new FlatTable()));
        return output;
    }

    private static bool CoversAll(Node node, Window window) =>
        window.Kernel.SequenceEqual(WindowInput.SpaceOf(node.Input(0)))
        && window.PadsBegin.Concat(window.PadsEnd).All(p => p == 0);

    /// <summary>Whether windows that reach over an edge divide by another count than the operator does.</summary>
    private static bool NeedsCorrection(Node node)
    {
        Window window = WindowInput.ImageOf(Window.Of(node));
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
        long[] input = WindowInput.SpaceOf(node.Input(0));
        float[] factors = new float[output[0] * output[1]];
        for (int i = 0; i < factors.Length; i++)
        {
            long[] at = [i / output[1], i % output[1]];
            float factor = 1;
            for (int axis = 0; axis < 2; axis++)
            {
                long byGraph = window.CountAt(at[axis], input[axis], axis, countsPads);
                long byOperator = isWhole ? window.Kernel[axis] : window.CountAt(at[axis], input[axis], axis, false);
                factor *= (float)byOperator / byGraph;
            }

            factors[i] = factor;
        }

        return factors;
    }
}
