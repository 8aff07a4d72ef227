using PocketFlow.Graphs.Operators;

namespace PocketFlow.Graphs.Passes.Transposes;

/// <summary>
/// Features that were flattened from permuted axes and reach nothing but dense layers with constant weights, which can
/// take them in the source's order.
/// </summary>
internal sealed class FlattenedFeatures
{
    private readonly List<Node> _layers = [];
    private readonly long[] _dims;
    private readonly int[] _order;

    private FlattenedFeatures(long[] dims, int[] order)
    {
        _dims = dims;
        _order = order;
    }

    /// <summary>Finds the dense layers behind a reshape to [batch, features], or returns null.</summary>
    public static FlattenedFeatures? Find(Node reshape, TransposedView view, Shape from, TransposeSinking sinking)
    {
        Shape to = reshape.Output.KnownShape;
        bool keepsBatch = to.Rank == 2 && from.Rank > 2 && view.Axes[0] == 0 && from[0] == to[0]
            && from.Skip(1).All(d => d.IsKnown)
            && to[1] == (Dim)TensorData.CountOf([.. from.Skip(1).Select(d => d.Size)]);
        if (!keepsBatch)
        {
            return null;
        }

        int[] order = [.. view.Axes.Inverse().ToArray().Skip(1).Select(a => a - 1)];
        var features = new FlattenedFeatures([.. from.Skip(1).Select(d => d.Size)], order);
        return features.Collect(reshape.Output, sinking) ? features : null;
    }

    /// <summary>Brings the rows of the layers' weights into the source's order.</summary>
    public bool PermuteWeights(TransposeSinking sinking)
    {
        foreach (Node layer in _layers)
        {
            Value weight = layer.Input(1);
            bool isTransposed = layer.OpType == "Gemm" && GemmOperator.IsTransposed(layer);
            long outputs = weight.Data!.Dims[isTransposed ? 0 : 1];
            long[] split = isTransposed ? [outputs, .. _dims] : [.. _dims, outputs];
            int[] order = isTransposed ? [0, .. _order.Select(a => a + 1)] : [.. _order, _order.Length];
            TensorData permuted = ElementMap.Permute(weight.Data.Reshape(split), order).Reshape(weight.Data.Dims);
            layer.SetInput(1, sinking.Constant(weight, permuted, weight.Quantization));
        }

        return true;
    }

    private bool Collect(Value value, TransposeSinking sinking)
    {
        if (sinking.IsOutput(value))
        {
            return false;
        }

        foreach (Use use in value.Uses)
        {
            if (IsDense(use))
            {
                _layers.Add(use.Node);
            }
            else if (use.Index != 0 || !TransposeRules.IsUnary(use.Node) || !Collect(use.Node.Output, sinking))
            {
                return false;
            }
        }

        return true;
    }

    // Rows with a grid each can't change places without it; no reader makes them.
    private static bool IsDense(Use use) => use.Index == 0
        && use.Node.OpType is "Gemm" or "MatMul"
        && use.Node.Attributes.Int("transA", 0) == 0
        && use.Node.ConstantOrNull(1) is { Rank: 2 }
        && use.Node.Input(1).Quantization is null or { Axis: null };
}
