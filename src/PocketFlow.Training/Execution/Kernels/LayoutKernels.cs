using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Operators that move elements without changing them.</summary>
internal static class LayoutKernels
{
    public static Tensor PassOn(KernelContext context) => context.Input(0);

    public static Tensor Concat(KernelContext context) => Tensor.Cat(
        [.. Enumerable.Range(0, context.Node.Inputs.Count).Select(context.Input)], ConcatOperator.AxisOf(context.Node));

    public static Tensor Flatten(KernelContext context) => TakeShape(context);

    public static Tensor Reshape(KernelContext context) => TakeShape(context);

    /// <summary>Gives the input the inferred shape of the output; the batch takes its real size.</summary>
    public static Tensor TakeShape(KernelContext context)
    {
        Tensor input = context.Input(0);
        Shape shape = context.Node.Output.KnownShape;
        int open = shape.Count(d => !d.IsKnown);
        if (open > 1)
        {
            throw new UnsupportedOperatorException(
                "The training engine", [$"{context.Node.OpType} '{context.Node.Name}' to the open shape {shape}"]);
        }

        return input.Reshape(shape.ToArray(symbolic: -1));
    }

    public static Tensor Transpose(KernelContext context) =>
        context.Input(0).Permute(Array.ConvertAll(TransposeOperator.PermutationOf(context.Node), p => (long)p));

    public static Tensor Slice(KernelContext context)
    {
        Tensor result = context.Input(0);
        foreach ((int axis, SliceRange range) in SliceOperator.RangesOf(context.Node))
        {
            if (range.Step < 0)
            {
                throw new UnsupportedOperatorException(
                    "The training engine", [$"Slice '{context.Node.Name}' with the negative step {range.Step}"]);
            }

            result = result.Slice(axis, range.Start, range.Start + range.Step * (range.Count - 1) + 1, range.Step);
        }

        return result;
    }
}
