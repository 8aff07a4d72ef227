using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Operators that move elements without changing them.</summary>
internal static class LayoutKernels
{
    public static Tensor Identity(KernelContext context) => context.Input(0);

    /// <summary>Passes its input on; the mask, where somebody wants it, keeps everything.</summary>
    public static Tensor[] Dropout(KernelContext context)
    {
        Tensor input = context.Input(0);
        return context.Node.Outputs.Count == 1 ? [input] : [input, Tensor.Ones(input.Shape, DType.Bool, input.Device)];
    }

    public static Tensor Concat(KernelContext context) => Tensor.Cat(
        [.. Enumerable.Range(0, context.Node.Inputs.Count).Select(context.Input)], ConcatOperator.AxisOf(context.Node));

    public static Tensor Flatten(KernelContext context)
    {
        Tensor input = context.Input(0);
        int axis = FlattenOperator.AxisOf(context.Node);
        long[] shape = [1, 1];
        for (int i = 0; i < input.Dimensions; i++)
        {
            shape[i < axis ? 0 : 1] *= input.Size(i);
        }

        return input.Reshape(shape);
    }

    /// <summary>Gives the input the inferred shape with the batch's real size, or else the computed one.</summary>
    public static Tensor Reshape(KernelContext context)
    {
        Tensor input = context.Input(0);
        Shape shape = context.Node.Output.KnownShape;
        if (shape.Count(d => !d.IsKnown) <= 1)
        {
            return input.Reshape(shape.ToArray(symbolic: -1));
        }

        long[] target = context.Input(1).ToArray<long>();
        bool copiesZeros = context.Node.Attributes.Int("allowzero", 0) == 0;
        return input.Reshape([.. target.Select((t, i) => t == 0 && copiesZeros ? input.Size(i) : t)]);
    }

    public static Tensor Squeeze(KernelContext context)
    {
        int[] axes = SqueezeOperator.AxesOf(context.Node);
        long[] shape = context.Input(0).Shape.ToArray();
        return context.Input(0).Reshape([.. shape.Where((_, i) => !axes.Contains(i))]);
    }

    public static Tensor Unsqueeze(KernelContext context)
    {
        List<long> shape = [.. context.Input(0).Shape];
        foreach (int axis in UnsqueezeOperator.AxesOf(context.Node))
        {
            shape.Insert(axis, 1);
        }

        return context.Input(0).Reshape([.. shape]);
    }

    public static Tensor[] Split(KernelContext context) => context.Input(0).Split(
        SplitOperator.SizesOf(context.Node), SplitOperator.AxisOf(context.Node));

    public static Tensor Expand(KernelContext context)
    {
        Tensor input = context.Input(0);
        List<long> target = [.. context.Input(1).ToArray<long>()];
        while (target.Count < input.Dimensions)
        {
            target.Insert(0, 1);
        }

        int shift = target.Count - input.Dimensions;
        return input.Expand([.. target.Select((t, i) => t == 1 && i >= shift ? input.Size(i - shift) : t)]);
    }

    public static Tensor Tile(KernelContext context) => context.Input(0).Repeat(TileOperator.RepeatsOf(context.Node));

    public static Tensor Trilu(KernelContext context) => TriluOperator.IsUpper(context.Node)
        ? context.Input(0).Triu(TriluOperator.DiagonalOf(context.Node))
        : context.Input(0).Tril(TriluOperator.DiagonalOf(context.Node));

    public static Tensor Cast(KernelContext context) =>
        context.Input(0).To(EngineTypes.Of(CastOperator.TargetOf(context.Node)));

    public static Tensor Transpose(KernelContext context) =>
        context.Input(0).Permute(Array.ConvertAll(TransposeOperator.PermutationOf(context.Node), p => (long)p));

    public static Tensor Slice(KernelContext context)
    {
        Tensor result = context.Input(0);
        foreach ((int axis, SliceRange range) in SliceOperator.RangesOf(context.Node))
        {
            // libtorch has no backward steps: the elements are taken forwards and turned round.
            long last = range.Start + range.Step * (range.Count - 1);
            result = range.Step > 0
                ? result.Slice(axis, range.Start, Math.Max(last + 1, range.Start), range.Step)
                : result.Slice(axis, Math.Max(last, 0), Math.Max(range.Start + 1, last), -range.Step).Flip([axis]);
        }

        return result;
    }
}
