using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Normalisations of single samples, softmax and its kin, and running sums.</summary>
internal static class NormalizationKernels
{
    public static Tensor LayerNorm(KernelContext context)
    {
        Tensor x = context.Input(0);
        int axis = NormalizationOperator.AxisOf(context.Node);
        Tensor normal = x.LayerNorm(x.Shape[axis..], null, null, NormalizationOperator.EpsilonOf(context.Node));
        Tensor scaled = normal.Mul(context.Input(1));
        return context.InputOrNull(2) is { } shift ? scaled.Add(shift) : scaled;
    }

    public static Tensor InstanceNorm(KernelContext context) => Grouped(context, context.Input(0).Shape[1]);

    public static Tensor GroupNorm(KernelContext context) =>
        Grouped(context, NormalizationOperator.GroupsOf(context.Node));

    /// <summary>ONNX's epsilon bounds nothing here: a zero vector stays zero, as in ONNX Runtime.</summary>
    public static Tensor LpNormalization(KernelContext context)
    {
        Tensor x = context.Input(0);
        Tensor norm = x.Norm(context.Node.Attributes.Int("p", 2), StatisticsOperator.AxisOf(context.Node), true);
        return norm.Eq(0).Where(x.ZerosLike(), x.Div(norm.Eq(0).Where(norm.OnesLike(), norm)));
    }

    /// <summary>The squares of neighbouring channels are an average along the channel axis.</summary>
    public static Tensor LocalResponse(KernelContext context)
    {
        AttributeMap attributes = context.Node.Attributes;
        Tensor x = context.Input(0);
        long size = attributes.Int("size", 1);
        // With (size − 1) / 2 channels before, rounded down, and the rest behind.
        long before = (size - 1) / 2;
        Tensor squares = x.Square().Reshape([x.Shape[0], 1, x.Shape[1], -1])
            .Pad(new long[] { 0, 0, before, size - 1 - before });
        Tensor means = squares.AvgPool2d(new[] { size, 1L }, 1L, 0L, false, true).Reshape(x.Shape);
        Tensor scale = means.Mul(attributes.Float("alpha", 1e-4f)).Add(attributes.Float("bias", 1));
        return x.Div(scale.Pow(attributes.Float("beta", 0.75f)));
    }

    public static Tensor MeanVariance(KernelContext context)
    {
        Tensor x = context.Input(0);
        long[] axes = Array.ConvertAll(StatisticsOperator.AxesOf(context.Node), a => (long)a);
        Tensor centred = x.Sub(x.Mean(axes, true));
        return centred.Div(centred.Square().Mean(axes, true).Sqrt().Add(1e-9));
    }

    public static Tensor Softmax(KernelContext context) =>
        context.Input(0).Softmax(SoftmaxOperator.AxisOf(context.Node));

    public static Tensor LogSoftmax(KernelContext context) =>
        context.Input(0).LogSoftmax(SoftmaxOperator.AxisOf(context.Node));

    public static Tensor Hardmax(KernelContext context)
    {
        Tensor x = context.Input(0);
        int axis = SoftmaxOperator.AxisOf(context.Node);
        return x.ZerosLike().ScatterInPlace(axis, x.Argmax(axis, true), x.OnesLike());
    }

    public static Tensor CumSum(KernelContext context)
    {
        Tensor x = context.Input(0);
        long axis = StatisticsOperator.AxisOf(context.Node);
        bool isReverse = context.Node.Attributes.Int("reverse", 0) != 0;
        Tensor sums = (isReverse ? x.Flip(axis) : x).CumulativeSum(axis);
        sums = context.Node.Attributes.Int("exclusive", 0) != 0 ? sums.Sub(isReverse ? x.Flip(axis) : x) : sums;
        return (isReverse ? sums.Flip(axis) : sums).To(x.DType);
    }

    private static Tensor Grouped(KernelContext context, long groups) => context.Input(0).GroupNorm(
        groups, context.Input(1), context.Input(2), NormalizationOperator.EpsilonOf(context.Node));
}
