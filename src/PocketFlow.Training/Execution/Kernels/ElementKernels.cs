using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>Functions of one element, by ONNX name.</summary>
internal static class ElementKernels
{
    private static readonly Operator s_elu = new("aten::elu");
    private static readonly Operator s_erf = new("aten::erf");
    private static readonly Operator s_sin = new("aten::sin");
    private static readonly Operator s_cos = new("aten::cos");
    private static readonly Operator s_mish = new("aten::mish");

    /// <summary>Every function; a context gives the settings.</summary>
    public static IReadOnlyDictionary<string, Kernel> All { get; } = new Dictionary<string, Kernel>
    {
        ["Elu"] = c => c.Input(0).Elu(c.Node.Attributes.Float("alpha", 1)),
        ["Selu"] = Selu,
        ["Celu"] = Celu,
        ["Gelu"] = c => c.Input(0).Gelu(c.Node.Attributes.Text("approximate", "none") == "tanh"),
        ["Mish"] = c => s_mish.Call(c.Input(0)),
        ["Softplus"] = c => c.Input(0).Softplus(),
        ["Softsign"] = c => c.Input(0).Div(c.Input(0).Abs().Add(1)),
        ["ThresholdedRelu"] = ThresholdedRelu,
        ["Erf"] = c => s_erf.Call(c.Input(0)),
        ["Abs"] = c => c.Input(0).Abs(),
        ["Neg"] = c => c.Input(0).Neg(),
        ["Sign"] = c => c.Input(0).Sign(),
        ["Exp"] = c => c.Input(0).Exp(),
        ["Log"] = c => c.Input(0).Log(),
        ["Sqrt"] = c => c.Input(0).Sqrt(),
        ["Reciprocal"] = c => c.Input(0).Reciprocal(),
        ["Floor"] = c => c.Input(0).Floor(),
        ["Ceil"] = c => c.Input(0).Ceil(),
        ["Round"] = c => c.Input(0).Round(),
        ["Sin"] = c => s_sin.Call(c.Input(0)),
        ["Cos"] = c => s_cos.Call(c.Input(0)),
        ["Not"] = c => c.Input(0).LogicalNot(),
        ["PRelu"] = PRelu,
    };

    private static Tensor Selu(KernelContext context)
    {
        // ONNX's defaults are those constants in 32 bits.
        float alpha = context.Node.Attributes.Float("alpha", 1.67326319217681884765625f);
        float gamma = context.Node.Attributes.Float("gamma", 1.05070102214813232421875f);
        return s_elu.Call(context.Input(0), (Scalar)alpha, (Scalar)gamma);
    }

    private static Tensor Celu(KernelContext context)
    {
        float alpha = context.Node.Attributes.Float("alpha", 1);
        return s_elu.Call(context.Input(0), (Scalar)alpha, (Scalar)1.0, (Scalar)(1.0 / alpha));
    }

    private static Tensor ThresholdedRelu(KernelContext context)
    {
        Tensor x = context.Input(0);
        return x.Gt(context.Node.Attributes.Float("alpha", 1)).Where(x, 0);
    }

    /// <summary>libtorch's own operator wants the slope along axis 1; ONNX broadcasts it like any operand.</summary>
    private static Tensor PRelu(KernelContext context)
    {
        Tensor x = context.Input(0);
        return x.Relu().Add(x.Clamp(max: 0).Mul(context.Input(1)));
    }
}
