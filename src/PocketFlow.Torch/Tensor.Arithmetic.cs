namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_add = new("aten::add", "Tensor");
    private static readonly Operator s_addScalar = new("aten::add", "Scalar");
    private static readonly Operator s_addInPlace = new("aten::add_", "Tensor");
    private static readonly Operator s_addInPlaceScalar = new("aten::add_", "Scalar");
    private static readonly Operator s_sub = new("aten::sub", "Tensor");
    private static readonly Operator s_subScalar = new("aten::sub", "Scalar");
    private static readonly Operator s_subInPlace = new("aten::sub_", "Tensor");
    private static readonly Operator s_subInPlaceScalar = new("aten::sub_", "Scalar");
    private static readonly Operator s_mul = new("aten::mul", "Tensor");
    private static readonly Operator s_mulScalar = new("aten::mul", "Scalar");
    private static readonly Operator s_mulInPlace = new("aten::mul_", "Tensor");
    private static readonly Operator s_mulInPlaceScalar = new("aten::mul_", "Scalar");
    private static readonly Operator s_div = new("aten::div", "Tensor");
    private static readonly Operator s_divScalar = new("aten::div", "Scalar");
    private static readonly Operator s_divInPlace = new("aten::div_", "Tensor");
    private static readonly Operator s_divInPlaceScalar = new("aten::div_", "Scalar");
    private static readonly Operator s_pow = new("aten::pow", "Tensor_Tensor");
    private static readonly Operator s_powScalar = new("aten::pow", "Tensor_Scalar");
    private static readonly Operator s_maximum = new("aten::maximum");
    private static readonly Operator s_minimum = new("aten::minimum");
    private static readonly Operator s_neg = new("aten::neg");
    private static readonly Operator s_abs = new("aten::abs");
    private static readonly Operator s_sqrt = new("aten::sqrt");
    private static readonly Operator s_rsqrt = new("aten::rsqrt");
    private static readonly Operator s_exp = new("aten::exp");
    private static readonly Operator s_log = new("aten::log");
    private static readonly Operator s_log2 = new("aten::log2");
    private static readonly Operator s_round = new("aten::round");
    private static readonly Operator s_floor = new("aten::floor");
    private static readonly Operator s_ceil = new("aten::ceil");
    private static readonly Operator s_sign = new("aten::sign");
    private static readonly Operator s_reciprocal = new("aten::reciprocal");
    private static readonly Operator s_square = new("aten::square");
    private static readonly Operator s_addcmulInPlace = new("aten::addcmul_");
    private static readonly Operator s_addcdivInPlace = new("aten::addcdiv_");
    private static readonly Operator s_lerpInPlace = new("aten::lerp_", "Scalar");
    private static readonly Operator s_remainder = new("aten::remainder", "Scalar");
    private static readonly Operator s_floorDivide = new("aten::floor_divide");
    private static readonly Operator s_absInPlace = new("aten::abs_");
    private static readonly Operator s_negInPlace = new("aten::neg_");
    private static readonly Operator s_sqrtInPlace = new("aten::sqrt_");
    private static readonly Operator s_roundInPlace = new("aten::round_");
    private static readonly Operator s_expInPlace = new("aten::exp_");

    /// <summary>The sum with another tensor, times alpha.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    /// <param name="alpha">Factor of the other operand.</param>
    public Tensor Add(Tensor other, Scalar alpha) => s_add.Call(this, other, alpha);

    /// <summary>Adds another tensor times alpha, in place.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    /// <param name="alpha">Factor of the other operand.</param>
    public Tensor AddInPlace(Tensor other, Scalar alpha) => InPlace(s_addInPlace, other, alpha);

    /// <summary>Sums elements.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor Add(Tensor other) => s_add.Call(this, other);

    /// <summary>Sums elements.</summary>
    /// <param name="other">A number.</param>
    public Tensor Add(Scalar other) => s_addScalar.Call(this, other);

    /// <summary>Sums elements, in place.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor AddInPlace(Tensor other) => InPlace(s_addInPlace, other);

    /// <summary>Sums elements, in place.</summary>
    /// <param name="other">A number.</param>
    public Tensor AddInPlace(Scalar other) => InPlace(s_addInPlaceScalar, other);

    /// <summary>Subtracts elements.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor Sub(Tensor other) => s_sub.Call(this, other);

    /// <summary>Subtracts elements.</summary>
    /// <param name="other">A number.</param>
    public Tensor Sub(Scalar other) => s_subScalar.Call(this, other);

    /// <summary>Subtracts elements, in place.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor SubInPlace(Tensor other) => InPlace(s_subInPlace, other);

    /// <summary>Subtracts elements, in place.</summary>
    /// <param name="other">A number.</param>
    public Tensor SubInPlace(Scalar other) => InPlace(s_subInPlaceScalar, other);

    /// <summary>Multiplies elements.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor Mul(Tensor other) => s_mul.Call(this, other);

    /// <summary>Multiplies elements.</summary>
    /// <param name="other">A number.</param>
    public Tensor Mul(Scalar other) => s_mulScalar.Call(this, other);

    /// <summary>Multiplies elements, in place.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor MulInPlace(Tensor other) => InPlace(s_mulInPlace, other);

    /// <summary>Multiplies elements, in place.</summary>
    /// <param name="other">A number.</param>
    public Tensor MulInPlace(Scalar other) => InPlace(s_mulInPlaceScalar, other);

    /// <summary>Divides elements, to real numbers.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor Div(Tensor other) => s_div.Call(this, other);

    /// <summary>Divides elements, to real numbers.</summary>
    /// <param name="other">A number.</param>
    public Tensor Div(Scalar other) => s_divScalar.Call(this, other);

    /// <summary>Divides elements, to real numbers, in place.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor DivInPlace(Tensor other) => InPlace(s_divInPlace, other);

    /// <summary>Divides elements, to real numbers, in place.</summary>
    /// <param name="other">A number.</param>
    public Tensor DivInPlace(Scalar other) => InPlace(s_divInPlaceScalar, other);

    /// <summary>Raises elements to a power.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor Pow(Tensor other) => s_pow.Call(this, other);

    /// <summary>Raises elements to a power.</summary>
    /// <param name="other">A number.</param>
    public Tensor Pow(Scalar other) => s_powScalar.Call(this, other);

    /// <summary>The larger of each pair of elements.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor Maximum(Tensor other) => s_maximum.Call(this, other);

    /// <summary>The smaller of each pair of elements.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor Minimum(Tensor other) => s_minimum.Call(this, other);

    /// <summary>Negates elements.</summary>
    public Tensor Neg() => s_neg.Call(this);

    /// <summary>Negates elements, in place.</summary>
    public Tensor NegInPlace() => InPlace(s_negInPlace);

    /// <summary>Absolute values.</summary>
    public Tensor Abs() => s_abs.Call(this);

    /// <summary>Absolute values, in place.</summary>
    public Tensor AbsInPlace() => InPlace(s_absInPlace);

    /// <summary>Square roots.</summary>
    public Tensor Sqrt() => s_sqrt.Call(this);

    /// <summary>Square roots, in place.</summary>
    public Tensor SqrtInPlace() => InPlace(s_sqrtInPlace);

    /// <summary>Reciprocals of square roots.</summary>
    public Tensor Rsqrt() => s_rsqrt.Call(this);

    /// <summary>Exponentials.</summary>
    public Tensor Exp() => s_exp.Call(this);

    /// <summary>Exponentials, in place.</summary>
    public Tensor ExpInPlace() => InPlace(s_expInPlace);

    /// <summary>Natural logarithms.</summary>
    public Tensor Log() => s_log.Call(this);

    /// <summary>Logarithms to base 2.</summary>
    public Tensor Log2() => s_log2.Call(this);

    /// <summary>Rounds to the nearest integer, halves to even.</summary>
    public Tensor Round() => s_round.Call(this);

    /// <summary>Rounds to the nearest integer, halves to even, in place.</summary>
    public Tensor RoundInPlace() => InPlace(s_roundInPlace);

    /// <summary>Rounds down.</summary>
    public Tensor Floor() => s_floor.Call(this);

    /// <summary>Rounds up.</summary>
    public Tensor Ceil() => s_ceil.Call(this);

    /// <summary>Signs: -1, 0 or 1.</summary>
    public Tensor Sign() => s_sign.Call(this);

    /// <summary>Reciprocals.</summary>
    public Tensor Reciprocal() => s_reciprocal.Call(this);

    /// <summary>Squares.</summary>
    public Tensor Square() => s_square.Call(this);

    /// <summary>Remainders of a division; the sign is that of the divisor.</summary>
    /// <param name="other">The divisor.</param>
    public Tensor Remainder(Scalar other) => s_remainder.Call(this, other);

    /// <summary>Divides and rounds down.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor FloorDivide(Tensor other) => s_floorDivide.Call(this, other);

    /// <summary>Adds value times the product of two tensors, in place.</summary>
    /// <param name="first">A factor.</param>
    /// <param name="second">A factor.</param>
    /// <param name="value">A factor.</param>
    public Tensor AddcmulInPlace(Tensor first, Tensor second, Scalar value) =>
        InPlace(s_addcmulInPlace, first, second, value);

    /// <summary>Adds value times the quotient of two tensors, in place.</summary>
    /// <param name="first">The dividend.</param>
    /// <param name="second">The divisor.</param>
    /// <param name="value">A factor.</param>
    public Tensor AddcdivInPlace(Tensor first, Tensor second, Scalar value) =>
        InPlace(s_addcdivInPlace, first, second, value);

    /// <summary>Moves towards another tensor, in place.</summary>
    /// <param name="end">Where to.</param>
    /// <param name="weight">0 stays, 1 arrives.</param>
    public Tensor LerpInPlace(Tensor end, Scalar weight) => InPlace(s_lerpInPlace, end, weight);
}
