using PocketFlow.Graphs;
using PocketFlow.Graphs.Pruning;
using PocketFlow.Torch;

namespace PocketFlow.Learners.ChannelPruning;

/// <summary>A layer's weight as a matrix [columns, outputs], columns in the order of patches: channel, then kernel.</summary>
internal static class WeightColumns
{
    /// <summary>The matrix; owned by the open scope.</summary>
    public static Tensor Matrix(ConsumerLayer layer, Tensor weight)
    {
        Tensor rows = layer.InputAxis == 1 ? weight : weight.Transpose(0, 1);   // [outputs, inputs, kernel…]
        return rows.Reshape([rows.Size(0), -1]).Transpose(0, 1);
    }

    /// <summary>The weight of a matrix, in the layer's own shape.</summary>
    public static TensorData Data(ConsumerLayer layer, Tensor matrix)
    {
        Tensor rows = matrix.Transpose(0, 1);
        Tensor weight = layer.InputAxis == 1 ? rows : rows.Transpose(0, 1);
        return TensorData.From<float>(weight.Contiguous().ToArray<float>(), layer.Weight.Data!.Dims);
    }

    /// <summary>For each channel of a group, its columns in the layer's matrix.</summary>
    public static IReadOnlyList<int[]> Of(PruningGroup group, ConsumerLayer layer)
    {
        int taps = layer.Window is { } window ? (int)(window.Kernel[0] * window.Kernel[1]) : 1;
        return [.. Enumerable.Range(0, group.Count).Select(channel => group
            .PositionsOf(channel, layer.Weight, layer.InputAxis)
            .SelectMany(p => Enumerable.Range(p * taps, taps)).ToArray())];
    }
}
