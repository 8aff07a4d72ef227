using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Resampling of axes, and the exchange of channels and space.</summary>
internal static class SpaceKernels
{
    /// <summary>Axis by axis: nearest elements are picked, interpolation is a product with a matrix of weights.</summary>
    public static Tensor Resize(KernelContext context)
    {
        Tensor result = context.Input(0);
        for (int axis = 0; axis < result.Dimensions; axis++)
        {
            if (ResizeOperator.AxisOf(context.Node, axis, result.Size(axis)) is not { } resized)
            {
                continue;
            }

            if (resized.Sampling.Mode == "nearest")
            {
                long[] positions = resized.NearestPositions();
                result = result.IndexSelect(axis, Tensor.FromArray(positions, positions.Length, result.Device));
            }
            else
            {
                Tensor weights = Tensor.FromArray(
                    resized.Weights(), new[] { resized.Output, resized.Input }, result.Device);
                result = result.Transpose(axis, -1).Matmul(weights.Transpose(0, 1)).Transpose(axis, -1);
            }
        }

        return result;
    }

    public static Tensor DepthToSpace(KernelContext context)
    {
        Tensor input = context.Input(0);
        long b = DepthToSpaceOperator.BlockOf(context.Node);
        (long n, long c, long h, long w) = (input.Size(0), input.Size(1) / (b * b), input.Size(2), input.Size(3));
        Tensor spread = DepthToSpaceOperator.IsColumnRowDepth(context.Node)
            ? input.Reshape([n, c, b, b, h, w]).Permute([0, 1, 4, 2, 5, 3])
            : input.Reshape([n, b, b, c, h, w]).Permute([0, 3, 4, 1, 5, 2]);
        return spread.Reshape([n, c, h * b, w * b]);
    }

    public static Tensor SpaceToDepth(KernelContext context)
    {
        Tensor input = context.Input(0);
        long b = DepthToSpaceOperator.BlockOf(context.Node);
        (long n, long c, long h, long w) = (input.Size(0), input.Size(1), input.Size(2) / b, input.Size(3) / b);
        return input.Reshape([n, c, h, b, w, b]).Permute([0, 3, 5, 1, 2, 4]).Reshape([n, c * b * b, h, w]);
    }

    /// <summary>A constant border, negative pads cutting; or axis by axis the copied positions.</summary>
    public static Tensor Pad(KernelContext context)
    {
        (long[] begin, long[] end) = PadOperator.PadsOf(context.Node);
        Tensor result = context.Input(0);
        if (PadOperator.ModeOf(context.Node) == "constant")
        {
            return result.Pad(Padding.InnermostFirst(begin, end), PadOperator.ConstantOf(context.Node));
        }

        for (int axis = 0; axis < begin.Length; axis++)
        {
            if (begin[axis] != 0 || end[axis] != 0)
            {
                long[] positions = PadOperator.CopiedPositions(context.Node, axis, result.Size(axis));
                result = result.IndexSelect(axis, Tensor.FromArray(positions, positions.Length, result.Device));
            }
        }

        return result;
    }
}
