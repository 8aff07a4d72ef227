using System.Diagnostics.CodeAnalysis;

namespace PocketFlow.Torch;

[SuppressMessage("Usage", "CA2225", Justification = "The named forms are Add, Sub, Mul, Div and Neg.")]
public sealed partial class Tensor
{
    /// <summary>The sum, element by element.</summary>
    /// <param name="left">An operand.</param>
    /// <param name="right">An operand.</param>
    public static Tensor operator +(Tensor left, Tensor right) => left.Add(right);

    /// <summary>The sum, element by element.</summary>
    /// <param name="left">An operand.</param>
    /// <param name="right">A number.</param>
    public static Tensor operator +(Tensor left, Scalar right) => left.Add(right);

    /// <summary>The difference, element by element.</summary>
    /// <param name="left">An operand.</param>
    /// <param name="right">An operand.</param>
    public static Tensor operator -(Tensor left, Tensor right) => left.Sub(right);

    /// <summary>The difference, element by element.</summary>
    /// <param name="left">An operand.</param>
    /// <param name="right">A number.</param>
    public static Tensor operator -(Tensor left, Scalar right) => left.Sub(right);

    /// <summary>The product, element by element.</summary>
    /// <param name="left">An operand.</param>
    /// <param name="right">An operand.</param>
    public static Tensor operator *(Tensor left, Tensor right) => left.Mul(right);

    /// <summary>The product, element by element.</summary>
    /// <param name="left">An operand.</param>
    /// <param name="right">A number.</param>
    public static Tensor operator *(Tensor left, Scalar right) => left.Mul(right);

    /// <summary>The quotient, element by element.</summary>
    /// <param name="left">An operand.</param>
    /// <param name="right">An operand.</param>
    public static Tensor operator /(Tensor left, Tensor right) => left.Div(right);

    /// <summary>The quotient, element by element.</summary>
    /// <param name="left">An operand.</param>
    /// <param name="right">A number.</param>
    public static Tensor operator /(Tensor left, Scalar right) => left.Div(right);

    /// <summary>The negated elements.</summary>
    /// <param name="value">The operand.</param>
    public static Tensor operator -(Tensor value) => value.Neg();

    private Tensor InPlace(Operator op)
    {
        op.Run(this);
        return this;
    }

    private Tensor InPlace(Operator op, Argument first)
    {
        op.Run(this, first);
        return this;
    }

    private Tensor InPlace(Operator op, Argument first, Argument second)
    {
        op.Run(this, first, second);
        return this;
    }

    private Tensor InPlace(Operator op, Argument first, Argument second, Argument third)
    {
        op.Run(this, first, second, third);
        return this;
    }
}
