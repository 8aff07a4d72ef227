using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;
using Operator = PocketFlow.Torch.Operator;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>One number for the elements along some axes, by ONNX name.</summary>
internal static class ReduceKernels
{
    private static readonly Operator s_prod = new("aten::prod", "dim_int");

    /// <summary>Every reduction.</summary>
    public static IReadOnlyDictionary<string, Kernel> All { get; } = new Dictionary<string, Kernel>
    {
        ["ReduceMean"] = c => Run(c, (x, axes, keeps) => x.Mean(axes, keeps)),
        ["ReduceSum"] = c => Run(c, (x, axes, keeps) => x.Sum(axes, keeps).To(x.DType)),
        ["ReduceMax"] = c => Run(c, (x, axes, keeps) => x.Amax(axes, keeps)),
        ["ReduceMin"] = c => Run(c, (x, axes, keeps) => x.Amin(axes, keeps)),
        ["ReduceProd"] = c => Run(c, Product),
        ["ReduceL1"] = c => Run(c, (x, axes, keeps) => x.Abs().Sum(axes, keeps)),
        ["ReduceL2"] = c => Run(c, (x, axes, keeps) => x.Norm(2, axes, keeps)),
        ["ReduceSumSquare"] = c => Run(c, (x, axes, keeps) => x.Square().Sum(axes, keeps)),
        ["ReduceLogSum"] = c => Run(c, (x, axes, keeps) => x.Sum(axes, keeps).Log()),
        ["ReduceLogSumExp"] = c => Run(c, (x, axes, keeps) => x.LogSumExp(axes, keeps)),
        ["ArgMax"] = c => Arg(c, isLargest: true),
        ["ArgMin"] = c => Arg(c, isLargest: false),
    };

    /// <summary>
    /// libtorch takes an empty list of axes for all of them, which is no reduction of a scalar either.
    /// </summary>
    private static Tensor Run(KernelContext context, Func<Tensor, long[], bool, Tensor> reduce)
    {
        long[] axes = Array.ConvertAll(ReduceOperator.AxesOf(context.Node), a => (long)a);
        Tensor x = context.Input(0);
        return axes.Length > 0
            ? reduce(x, axes, ReduceOperator.KeepsAxes(context.Node))
            : reduce(x.Unsqueeze(0), [0], false);
    }

    /// <summary>One axis after the other, from the last on, so that the numbers of the others stay.</summary>
    private static Tensor Product(Tensor x, long[] axes, bool keeps) =>
        axes.Reverse().Aggregate(x, (product, axis) => s_prod.Call(product, axis, keeps)).To(x.DType);

    private static Tensor Arg(KernelContext context, bool isLargest)
    {
        int axis = ArgReduceOperator.AxisOf(context.Node);
        bool keeps = ReduceOperator.KeepsAxes(context.Node);
        bool isLast = ArgReduceOperator.SelectsLast(context.Node);
        Tensor x = isLast ? context.Input(0).Flip(axis) : context.Input(0);
        Tensor found = isLargest ? x.Argmax(axis, keeps) : x.Argmin(axis, keeps);
        return isLast ? found.Neg().Add(x.Shape[axis] - 1) : found;
    }
}
