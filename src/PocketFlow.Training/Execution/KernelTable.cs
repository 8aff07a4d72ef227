using PocketFlow.Graphs;
using PocketFlow.Torch;
using PocketFlow.Training.Execution.Kernels;

namespace PocketFlow.Training.Execution;

/// <summary>Computes a node's output from its inputs.</summary>
internal delegate Tensor Kernel(KernelContext context);

/// <summary>How the engine executes each operator, by ONNX name.</summary>
internal static class KernelTable
{
    private static readonly Dictionary<string, Kernel> s_kernels = new(StringComparer.Ordinal)
    {
        ["Conv"] = ConvKernel.Run,
        ["Gemm"] = DenseKernels.Gemm,
        ["MatMul"] = DenseKernels.MatMul,
        ["BatchNormalization"] = BatchNormalizationKernel.Run,
        ["Relu"] = ActivationKernels.Relu,
        ["Clip"] = ActivationKernels.Clip,
        ["LeakyRelu"] = ActivationKernels.LeakyRelu,
        ["Sigmoid"] = ActivationKernels.Sigmoid,
        ["HardSigmoid"] = ActivationKernels.HardSigmoid,
        ["HardSwish"] = ActivationKernels.HardSwish,
        ["Tanh"] = ActivationKernels.Tanh,
        ["Softmax"] = ActivationKernels.Softmax,
        ["Add"] = ArithmeticKernels.Add,
        ["Sub"] = ArithmeticKernels.Sub,
        ["Mul"] = ArithmeticKernels.Mul,
        ["Div"] = ArithmeticKernels.Div,
        ["MaxPool"] = PoolKernels.Max,
        ["AveragePool"] = PoolKernels.Average,
        ["GlobalAveragePool"] = PoolKernels.GlobalAverage,
        ["ReduceMean"] = PoolKernels.ReduceMean,
        ["Concat"] = LayoutKernels.Concat,
        ["Flatten"] = LayoutKernels.Flatten,
        ["Reshape"] = LayoutKernels.Reshape,
        ["Transpose"] = LayoutKernels.Transpose,
        ["Pad"] = LayoutKernels.Pad,
        ["Slice"] = LayoutKernels.Slice,
        ["Squeeze"] = LayoutKernels.TakeShape,
        ["Unsqueeze"] = LayoutKernels.TakeShape,
        ["Identity"] = LayoutKernels.PassOn,
        ["Dropout"] = LayoutKernels.PassOn,
    };

    /// <summary>The operators that the engine executes.</summary>
    public static IReadOnlyCollection<string> OpTypes => s_kernels.Keys;

    public static Kernel Get(Node node) => s_kernels[node.OpType];

    /// <exception cref="UnsupportedOperatorException">Some operator has no kernel; all of them are listed.</exception>
    public static void Require(Graph graph)
    {
        string[] offenders =
            [.. graph.Nodes.Where(n => !s_kernels.ContainsKey(n.OpType)).Select(n => $"{n.OpType} '{n.Name}'")];
        if (offenders.Length > 0)
        {
            throw new UnsupportedOperatorException("The training engine", offenders);
        }
    }
}
