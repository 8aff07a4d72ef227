using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training.Execution.Kernels;

namespace PocketFlow.Training.Execution;

/// <summary>Computes a node's only output, or the only one that inference needs, from its inputs.</summary>
internal delegate Tensor Kernel(KernelContext context);

/// <summary>Computes all outputs of a node that has several, in order.</summary>
internal delegate Tensor[] ManyKernel(KernelContext context);

/// <summary>How the engine executes each operator, by ONNX name.</summary>
internal static class KernelTable
{
    private static readonly Dictionary<string, Kernel> s_kernels = new(
        ElementKernels.All.Concat(ArithmeticKernels.All).Concat(ReduceKernels.All), StringComparer.Ordinal)
    {
        ["Conv"] = ConvKernel.Run,
        ["ConvTranspose"] = ConvTransposeKernel.Run,
        ["Gemm"] = DenseKernels.Gemm,
        ["MatMul"] = DenseKernels.MatMul,
        ["BatchNormalization"] = BatchNormalizationKernel.Run,
        ["LayerNormalization"] = NormalizationKernels.LayerNorm,
        ["InstanceNormalization"] = NormalizationKernels.InstanceNorm,
        ["GroupNormalization"] = NormalizationKernels.GroupNorm,
        ["LpNormalization"] = NormalizationKernels.LpNormalization,
        ["LRN"] = NormalizationKernels.LocalResponse,
        ["MeanVarianceNormalization"] = NormalizationKernels.MeanVariance,
        ["CumSum"] = NormalizationKernels.CumSum,
        ["Softmax"] = NormalizationKernels.Softmax,
        ["LogSoftmax"] = NormalizationKernels.LogSoftmax,
        ["Hardmax"] = NormalizationKernels.Hardmax,
        ["Relu"] = ActivationKernels.Relu,
        ["Clip"] = ActivationKernels.Clip,
        ["LeakyRelu"] = ActivationKernels.LeakyRelu,
        ["Sigmoid"] = ActivationKernels.Sigmoid,
        ["HardSigmoid"] = ActivationKernels.HardSigmoid,
        ["HardSwish"] = ActivationKernels.HardSwish,
        ["Tanh"] = ActivationKernels.Tanh,
        ["MaxPool"] = WindowKernels.Max,
        ["AveragePool"] = WindowKernels.Average,
        ["GlobalAveragePool"] = PoolKernels.GlobalAverage,
        ["GlobalMaxPool"] = PoolKernels.GlobalMax,
        ["Resize"] = SpaceKernels.Resize,
        ["DepthToSpace"] = SpaceKernels.DepthToSpace,
        ["SpaceToDepth"] = SpaceKernels.SpaceToDepth,
        ["Concat"] = LayoutKernels.Concat,
        ["Flatten"] = LayoutKernels.Flatten,
        ["Reshape"] = LayoutKernels.Reshape,
        ["Transpose"] = LayoutKernels.Transpose,
        ["Pad"] = SpaceKernels.Pad,
        ["Slice"] = LayoutKernels.Slice,
        ["Squeeze"] = LayoutKernels.Squeeze,
        ["Unsqueeze"] = LayoutKernels.Unsqueeze,
        ["Identity"] = LayoutKernels.Identity,
        ["Expand"] = LayoutKernels.Expand,
        ["Tile"] = LayoutKernels.Tile,
        ["Trilu"] = LayoutKernels.Trilu,
        ["Cast"] = LayoutKernels.Cast,
        ["CastLike"] = LayoutKernels.Cast,
        ["Gather"] = IndexKernels.Gather,
        ["GatherElements"] = IndexKernels.GatherElements,
        ["GatherND"] = IndexKernels.GatherND,
        ["ScatterElements"] = IndexKernels.ScatterElements,
        ["ScatterND"] = IndexKernels.ScatterND,
        ["OneHot"] = IndexKernels.OneHot,
        ["Shape"] = ShapeKernels.Shape,
        ["Size"] = ShapeKernels.Size,
        ["Range"] = ShapeKernels.Range,
        ["ConstantOfShape"] = ShapeKernels.ConstantOfShape,
    };

    private static readonly Dictionary<string, ManyKernel> s_many = new(StringComparer.Ordinal)
    {
        ["Dropout"] = LayoutKernels.Dropout,
        ["Split"] = LayoutKernels.Split,
        ["TopK"] = IndexKernels.TopK,
        ["LSTM"] = RecurrentKernel.Run,
        ["GRU"] = RecurrentKernel.Run,
        ["RNN"] = RecurrentKernel.Run,
    };

    /// <summary>The operators that the engine executes.</summary>
    public static IReadOnlyCollection<string> OpTypes => [.. s_kernels.Keys, .. s_many.Keys];

    public static Kernel Get(Node node) => s_kernels[node.OpType];

    /// <summary>The kernel of an operator with several outputs, or null.</summary>
    public static ManyKernel? FindMany(Node node) => s_many.GetValueOrDefault(node.OpType);

    /// <exception cref="UnsupportedOperatorException">Some operator has no kernel; all of them are listed.</exception>
    public static void Require(Graph graph)
    {
        string[] offenders =
            [.. graph.Nodes.Where(n => !Knows(n)).Select(n => $"{n.OpType} '{n.Name}'")];
        if (offenders.Length > 0)
        {
            throw new UnsupportedOperatorException("The training engine", offenders);
        }
    }

    private static bool Knows(Node node) => s_kernels.ContainsKey(node.OpType) || s_many.ContainsKey(node.OpType);
}
