using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;
using Operator = PocketFlow.Torch.Operator;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Arithmetic, comparison and choice of broadcast operands, by ONNX name.</summary>
internal static class ArithmeticKernels
{
    private static readonly Operator s_divInteger = new("aten::div", "Tensor_mode");
    private static readonly Operator s_remainder = new("aten::remainder", "Tensor");
    private static readonly Operator s_fmod = new("aten::fmod", "Tensor");
    private static readonly Operator s_logicalXor = new("aten::logical_xor");
    private static readonly Operator s_einsum = new("aten::einsum");

    /// <summary>Every operator.</summary>
    public static IReadOnlyDictionary<string, Kernel> All { get; } = new Dictionary<string, Kernel>
    {
        ["Add"] = c => c.Input(0).Add(c.Input(1)),
        ["Sub"] = c => c.Input(0).Sub(c.Input(1)),
        ["Mul"] = c => c.Input(0).Mul(c.Input(1)),
        ["Div"] = Div,
        ["Pow"] = Pow,
        ["Mod"] = c => (ArithmeticOperator.HasDividendSign(c.Node) ? s_fmod : s_remainder).Call(c.Input(0), c.Input(1)),
        ["Min"] = c => Fold(c, (a, b) => a.Minimum(b)),
        ["Max"] = c => Fold(c, (a, b) => a.Maximum(b)),
        ["Sum"] = c => Fold(c, (a, b) => a.Add(b)),
        ["Mean"] = c => Fold(c, (a, b) => a.Add(b)).Div(c.Node.Inputs.Count),
        ["Equal"] = c => c.Input(0).Eq(c.Input(1)),
        ["Greater"] = c => c.Input(0).Gt(c.Input(1)),
        ["GreaterOrEqual"] = c => c.Input(0).Ge(c.Input(1)),
        ["Less"] = c => c.Input(0).Lt(c.Input(1)),
        ["LessOrEqual"] = c => c.Input(0).Le(c.Input(1)),
        ["And"] = c => c.Input(0).LogicalAnd(c.Input(1)),
        ["Or"] = c => c.Input(0).LogicalOr(c.Input(1)),
        ["Xor"] = c => s_logicalXor.Call(c.Input(0), c.Input(1)),
        ["Where"] = c => c.Input(0).Where(c.Input(1), c.Input(2)),
        ["Einsum"] = Einsum,
    };

    /// <summary>ONNX divides integers to integers, towards zero.</summary>
    private static Tensor Div(KernelContext context) => context.Input(0).DType.IsFloatingPoint()
        ? context.Input(0).Div(context.Input(1))
        : s_divInteger.Call(context.Input(0), context.Input(1), "trunc");

    /// <summary>The result has the type of the base; a constant exponent spares its gradient.</summary>
    private static Tensor Pow(KernelContext context)
    {
        Tensor x = context.Input(0);
        return context.Node.ConstantOrNull(1) is { Count: 1 } exponent && x.DType.IsFloatingPoint()
            ? x.Pow(exponent.ToFloats()[0]).Reshape(Broadcast(context))
            : x.Pow(context.Input(1)).To(x.DType);
    }

    // A constant exponent of a higher rank adds axes of size 1.
    private static long[] Broadcast(KernelContext context)
    {
        Tensor x = context.Input(0);
        int added = context.Node.Output.KnownShape.Rank - x.Dimensions;
        return [.. Enumerable.Repeat(1L, added), .. x.Shape];
    }

    private static Tensor Einsum(KernelContext context)
    {
        (string left, string right, string output) = EinsumOperator.EquationOf(context.Node);
        return s_einsum.Call($"{left},{right}->{output}", new[] { context.Input(0), context.Input(1) });
    }

    private static Tensor Fold(KernelContext context, Func<Tensor, Tensor, Tensor> function) =>
        Enumerable.Range(0, context.Node.Inputs.Count).Select(context.Input).Aggregate(function);
}
