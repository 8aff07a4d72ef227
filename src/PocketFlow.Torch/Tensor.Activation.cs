namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_relu = new("aten::relu");
    private static readonly Operator s_reluInPlace = new("aten::relu_");
    private static readonly Operator s_sigmoid = new("aten::sigmoid");
    private static readonly Operator s_sigmoidInPlace = new("aten::sigmoid_");
    private static readonly Operator s_hardsigmoid = new("aten::hardsigmoid");
    private static readonly Operator s_hardsigmoidInPlace = new("aten::hardsigmoid_");
    private static readonly Operator s_hardswish = new("aten::hardswish");
    private static readonly Operator s_hardswishInPlace = new("aten::hardswish_");
    private static readonly Operator s_tanh = new("aten::tanh");
    private static readonly Operator s_tanhInPlace = new("aten::tanh_");
    private static readonly Operator s_silu = new("aten::silu");
    private static readonly Operator s_siluInPlace = new("aten::silu_");
    private static readonly Operator s_clamp = new("aten::clamp");
    private static readonly Operator s_clampInPlace = new("aten::clamp_");
    private static readonly Operator s_leakyRelu = new("aten::leaky_relu");
    private static readonly Operator s_elu = new("aten::elu");
    private static readonly Operator s_gelu = new("aten::gelu");
    private static readonly Operator s_prelu = new("aten::prelu");
    private static readonly Operator s_softplus = new("aten::softplus");
    private static readonly Operator s_softmax = new("aten::softmax", "int");
    private static readonly Operator s_logSoftmax = new("aten::log_softmax", "int");
    private static readonly Operator s_clampTensor = new("aten::clamp", "Tensor");

    /// <summary>max(0, x).</summary>
    public Tensor Relu() => s_relu.Call(this);

    /// <summary>max(0, x), in place.</summary>
    public Tensor ReluInPlace() => InPlace(s_reluInPlace);

    /// <summary>1 / (1 + exp(-x)).</summary>
    public Tensor Sigmoid() => s_sigmoid.Call(this);

    /// <summary>1 / (1 + exp(-x)), in place.</summary>
    public Tensor SigmoidInPlace() => InPlace(s_sigmoidInPlace);

    /// <summary>clamp(x / 6 + 1/2, 0, 1).</summary>
    public Tensor Hardsigmoid() => s_hardsigmoid.Call(this);

    /// <summary>clamp(x / 6 + 1/2, 0, 1), in place.</summary>
    public Tensor HardsigmoidInPlace() => InPlace(s_hardsigmoidInPlace);

    /// <summary>x · hardsigmoid(x).</summary>
    public Tensor Hardswish() => s_hardswish.Call(this);

    /// <summary>x · hardsigmoid(x), in place.</summary>
    public Tensor HardswishInPlace() => InPlace(s_hardswishInPlace);

    /// <summary>The hyperbolic tangent.</summary>
    public Tensor Tanh() => s_tanh.Call(this);

    /// <summary>The hyperbolic tangent, in place.</summary>
    public Tensor TanhInPlace() => InPlace(s_tanhInPlace);

    /// <summary>x · sigmoid(x).</summary>
    public Tensor Silu() => s_silu.Call(this);

    /// <summary>x · sigmoid(x), in place.</summary>
    public Tensor SiluInPlace() => InPlace(s_siluInPlace);

    /// <summary>Limits elements.</summary>
    /// <param name="min">Lower limit, or none.</param>
    /// <param name="max">Upper limit, or none.</param>
    public Tensor Clamp(Scalar? min = null, Scalar? max = null) => s_clamp.Call(this, min, max);

    /// <summary>Limits elements by tensors, through which gradients flow.</summary>
    /// <param name="min">Lower limits, broadcast, or none.</param>
    /// <param name="max">Upper limits, broadcast, or none.</param>
    public Tensor Clamp(Tensor? min, Tensor? max) => s_clampTensor.Call(this, min, max);

    /// <summary>Limits elements, in place.</summary>
    /// <param name="min">Lower limit, or none.</param>
    /// <param name="max">Upper limit, or none.</param>
    public Tensor ClampInPlace(Scalar? min = null, Scalar? max = null) => InPlace(s_clampInPlace, min, max);

    /// <summary>x where positive, slope · x where not.</summary>
    /// <param name="negativeSlope">The slope.</param>
    public Tensor LeakyRelu(double negativeSlope = 0.01) => s_leakyRelu.Call(this, negativeSlope);

    /// <summary>x where positive, weight · x where not.</summary>
    /// <param name="weight">One slope, or one for each channel.</param>
    public Tensor Prelu(Tensor weight) => s_prelu.Call(this, weight);

    /// <summary>x where positive, alpha · (exp(x) - 1) where not.</summary>
    /// <param name="alpha">The limit.</param>
    public Tensor Elu(double alpha = 1) => s_elu.Call(this, alpha);

    /// <summary>x times the normal distribution function of x.</summary>
    /// <param name="tanh">Whether the approximation by a hyperbolic tangent is used.</param>
    public Tensor Gelu(bool tanh = false) => s_gelu.Call(this, tanh ? "tanh" : "none");

    /// <summary>log(1 + exp(x)).</summary>
    public Tensor Softplus() => s_softplus.Call(this);

    /// <summary>Exponentials that sum to 1 along an axis.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    public Tensor Softmax(long axis) => s_softmax.Call(this, axis);

    /// <summary>The logarithm of the softmax along an axis.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    public Tensor LogSoftmax(long axis) => s_logSoftmax.Call(this, axis);
}
