namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_eq = new("aten::eq", "Tensor");
    private static readonly Operator s_eqScalar = new("aten::eq", "Scalar");
    private static readonly Operator s_ne = new("aten::ne", "Tensor");
    private static readonly Operator s_neScalar = new("aten::ne", "Scalar");
    private static readonly Operator s_gt = new("aten::gt", "Tensor");
    private static readonly Operator s_gtScalar = new("aten::gt", "Scalar");
    private static readonly Operator s_lt = new("aten::lt", "Tensor");
    private static readonly Operator s_ltScalar = new("aten::lt", "Scalar");
    private static readonly Operator s_ge = new("aten::ge", "Tensor");
    private static readonly Operator s_geScalar = new("aten::ge", "Scalar");
    private static readonly Operator s_le = new("aten::le", "Tensor");
    private static readonly Operator s_leScalar = new("aten::le", "Scalar");
    private static readonly Operator s_where = new("aten::where", "self");
    private static readonly Operator s_whereScalar = new("aten::where", "ScalarOther");
    private static readonly Operator s_logicalNot = new("aten::logical_not");
    private static readonly Operator s_logicalAnd = new("aten::logical_and");
    private static readonly Operator s_logicalOr = new("aten::logical_or");
    private static readonly Operator s_isNan = new("aten::isnan");
    private static readonly Operator s_isFinite = new("aten::isfinite");
    private static readonly Operator s_all = new("aten::all");
    private static readonly Operator s_allDim = new("aten::all", "dim");
    private static readonly Operator s_any = new("aten::any");
    private static readonly Operator s_anyDim = new("aten::any", "dim");
    private static readonly Operator s_maskedFill = new("aten::masked_fill", "Scalar");
    private static readonly Operator s_maskedFillInPlace = new("aten::masked_fill_", "Scalar");
    private static readonly Operator s_maskedSelect = new("aten::masked_select");
    private static readonly Operator s_nonzero = new("aten::nonzero");

    /// <summary>Whether each element is equal.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor Eq(Tensor other) => s_eq.Call(this, other);

    /// <summary>Whether each element is equal.</summary>
    /// <param name="other">A number.</param>
    public Tensor Eq(Scalar other) => s_eqScalar.Call(this, other);

    /// <summary>Whether each element is not equal.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor Ne(Tensor other) => s_ne.Call(this, other);

    /// <summary>Whether each element is not equal.</summary>
    /// <param name="other">A number.</param>
    public Tensor Ne(Scalar other) => s_neScalar.Call(this, other);

    /// <summary>Whether each element is greater.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor Gt(Tensor other) => s_gt.Call(this, other);

    /// <summary>Whether each element is greater.</summary>
    /// <param name="other">A number.</param>
    public Tensor Gt(Scalar other) => s_gtScalar.Call(this, other);

    /// <summary>Whether each element is less.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor Lt(Tensor other) => s_lt.Call(this, other);

    /// <summary>Whether each element is less.</summary>
    /// <param name="other">A number.</param>
    public Tensor Lt(Scalar other) => s_ltScalar.Call(this, other);

    /// <summary>Whether each element is greater or equal.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor Ge(Tensor other) => s_ge.Call(this, other);

    /// <summary>Whether each element is greater or equal.</summary>
    /// <param name="other">A number.</param>
    public Tensor Ge(Scalar other) => s_geScalar.Call(this, other);

    /// <summary>Whether each element is less or equal.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor Le(Tensor other) => s_le.Call(this, other);

    /// <summary>Whether each element is less or equal.</summary>
    /// <param name="other">A number.</param>
    public Tensor Le(Scalar other) => s_leScalar.Call(this, other);

    /// <summary>Elements of one tensor where this condition holds, of another where not.</summary>
    /// <param name="yes">Elements where true.</param>
    /// <param name="no">Elements where false.</param>
    public Tensor Where(Tensor yes, Tensor no) => s_where.Call(this, yes, no);

    /// <summary>Elements of a tensor where this condition holds, a number where not.</summary>
    /// <param name="yes">Elements where true.</param>
    /// <param name="no">The number where false.</param>
    public Tensor Where(Tensor yes, Scalar no) => s_whereScalar.Call(this, yes, no);

    /// <summary>Negates truth values.</summary>
    public Tensor LogicalNot() => s_logicalNot.Call(this);

    /// <summary>Whether both are true.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor LogicalAnd(Tensor other) => s_logicalAnd.Call(this, other);

    /// <summary>Whether either is true.</summary>
    /// <param name="other">The other operand, broadcast.</param>
    public Tensor LogicalOr(Tensor other) => s_logicalOr.Call(this, other);

    /// <summary>Whether each element is not a number.</summary>
    public Tensor IsNan() => s_isNan.Call(this);

    /// <summary>Whether each element is neither infinite nor not a number.</summary>
    public Tensor IsFinite() => s_isFinite.Call(this);

    /// <summary>Whether all elements are true, as a tensor of one truth value.</summary>
    public Tensor All() => s_all.Call(this);

    /// <summary>Whether any element is true, as a tensor of one truth value.</summary>
    public Tensor Any() => s_any.Call(this);

    /// <summary>Whether all elements along an axis are true.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="keepAxis">Whether a reduced axis stays with length 1.</param>
    public Tensor All(long axis, bool keepAxis = false) => s_allDim.Call(this, axis, keepAxis);

    /// <summary>Whether any element along an axis is true.</summary>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="keepAxis">Whether a reduced axis stays with length 1.</param>
    public Tensor Any(long axis, bool keepAxis = false) => s_anyDim.Call(this, axis, keepAxis);

    /// <summary>Replaces elements where a mask is true.</summary>
    /// <param name="mask">Truth values, broadcast.</param>
    /// <param name="value">The number.</param>
    public Tensor MaskedFill(Tensor mask, Scalar value) => s_maskedFill.Call(this, mask, value);

    /// <summary>Replaces elements where a mask is true, in place.</summary>
    /// <param name="mask">Truth values, broadcast.</param>
    /// <param name="value">The number.</param>
    public Tensor MaskedFillInPlace(Tensor mask, Scalar value) => InPlace(s_maskedFillInPlace, mask, value);

    /// <summary>The elements where a mask is true, in a row.</summary>
    /// <param name="mask">Truth values, broadcast.</param>
    public Tensor MaskedSelect(Tensor mask) => s_maskedSelect.Call(this, mask);

    /// <summary>The positions of elements that are not zero.</summary>
    /// <returns>Int64 [count, axes].</returns>
    public Tensor Nonzero() => s_nonzero.Call(this);
}
