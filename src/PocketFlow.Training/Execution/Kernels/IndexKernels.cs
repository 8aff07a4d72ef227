using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Operators that pick or place elements by index. Gradients flow into the data, never into indices.</summary>
internal static class IndexKernels
{
    public static Tensor Gather(KernelContext context)
    {
        Tensor data = context.Input(0);
        int axis = GatherOperator.AxisOf(context.Node);
        Tensor indices = Indices(context, data.Size(axis));
        long[] shape = [.. data.Shape[..axis], .. indices.Shape, .. data.Shape[(axis + 1)..]];
        return data.IndexSelect(axis, indices.Reshape([-1])).Reshape(shape);
    }

    public static Tensor GatherElements(KernelContext context)
    {
        int axis = GatherElementsOperator.AxisOf(context.Node);
        return context.Input(0).Gather(axis, Indices(context, context.Input(0).Size(axis)));
    }

    public static Tensor GatherND(KernelContext context)
    {
        Tensor data = context.Input(0);
        Tensor indices = context.Input(1).To(DType.Int64);
        int batch = GatherNDOperator.BatchOf(context.Node);
        return data.Index([.. Batches(data, indices, batch), .. Tuples(data, indices, batch)]);
    }

    public static Tensor ScatterElements(KernelContext context)
    {
        int axis = ScatterOperator.AxisOf(context.Node);
        Tensor data = context.Input(0);
        Tensor indices = Indices(context, data.Size(axis));
        string reduction = ScatterOperator.ReductionOf(context.Node);
        return reduction == "none"
            ? data.Scatter(axis, indices, context.Input(2))
            : data.ScatterReduce(axis, indices, context.Input(2), ReductionName(reduction));
    }

    public static Tensor ScatterND(KernelContext context)
    {
        Tensor data = context.Input(0);
        Tensor?[] tuples = [.. Tuples(data, context.Input(1).To(DType.Int64), 0)];
        string reduction = ScatterOperator.ReductionOf(context.Node);
        if (reduction is "none" or "add")
        {
            return data.IndexPut(tuples, context.Input(2), accumulate: reduction == "add");
        }

        // Slices as rows, so that a tuple becomes one index along one axis.
        long[] sizes = data.Shape.ToArray();
        long rows = sizes.Take(tuples.Length).Aggregate(1L, (a, b) => a * b);
        Tensor flat = data.Reshape([rows, -1]);
        Tensor row = tuples[0]!;
        for (int i = 1; i < tuples.Length; i++)
        {
            row = row.Mul(sizes[i]).Add(tuples[i]!);
        }

        Tensor updates = context.Input(2).Reshape([row.ElementCount, -1]);
        Tensor spread = row.Reshape([-1, 1]).Expand(updates.Shape);
        return flat.ScatterReduce(0, spread, updates, ReductionName(reduction)).Reshape(sizes);
    }

    public static Tensor OneHot(KernelContext context)
    {
        long depth = OneHotOperator.DepthOf(context.Node);
        int axis = OneHotOperator.AxisOf(context.Node);
        Tensor indices = context.Input(0).To(DType.Int64);
        indices = indices.Lt(0).Where(indices.Add(depth), indices).Unsqueeze(axis);
        long[] shape = new long[indices.Dimensions];
        Array.Fill(shape, 1);
        shape[axis] = depth;
        Tensor hot = indices.Eq(Tensor.Arange(depth, DType.Int64, indices.Device).Reshape(shape));
        Tensor values = context.Input(2);
        return hot.Where(values.Select(0, 1), values.Select(0, 0));
    }

    public static Tensor[] TopK(KernelContext context)
    {
        (Tensor values, Tensor indices) = context.Input(0).TopK(
            TopKOperator.CountOf(context.Node), TopKOperator.AxisOf(context.Node),
            TopKOperator.TakesLargest(context.Node));
        return [values, indices];
    }

    private static string ReductionName(string reduction) => reduction switch
    {
        "add" => "sum",
        "mul" => "prod",
        "max" => "amax",
        _ => "amin",
    };

    /// <summary>The second input as positions that count from the front.</summary>
    private static Tensor Indices(KernelContext context, long size)
    {
        Tensor indices = context.Input(1).To(DType.Int64);
        return indices.Lt(0).Where(indices.Add(size), indices);
    }

    /// <summary>One tensor of positions for each axis that the tuples, which lie along the last axis, name.</summary>
    private static IEnumerable<Tensor?> Tuples(Tensor data, Tensor indices, int batch)
    {
        for (int i = 0; i < indices.Size(-1); i++)
        {
            Tensor position = indices.Select(-1, i);
            yield return position.Lt(0).Where(position.Add(data.Size(batch + i)), position);
        }
    }

    /// <summary>Positions along the batch axes, broadcast over the tuples of a sample.</summary>
    private static IEnumerable<Tensor?> Batches(Tensor data, Tensor indices, int batch)
    {
        for (int axis = 0; axis < batch; axis++)
        {
            long[] shape = new long[indices.Dimensions - 1];
            Array.Fill(shape, 1);
            shape[axis] = data.Size(axis);
            yield return Tensor.Arange(data.Size(axis), DType.Int64, data.Device).Reshape(shape);
        }
    }
}
