namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_matmul = new("aten::matmul");
    private static readonly Operator s_mm = new("aten::mm");
    private static readonly Operator s_bmm = new("aten::bmm");
    private static readonly Operator s_addmm = new("aten::addmm");
    private static readonly Operator s_linear = new("aten::linear");
    private static readonly Operator s_dot = new("aten::dot");
    private static readonly Operator s_outer = new("aten::outer");

    /// <summary>The matrix product, broadcast over leading axes.</summary>
    /// <param name="other">The right factor.</param>
    public Tensor Matmul(Tensor other) => s_matmul.Call(this, other);

    /// <summary>The product of two matrices.</summary>
    /// <param name="other">The right factor.</param>
    public Tensor Mm(Tensor other) => s_mm.Call(this, other);

    /// <summary>Products of two batches of matrices.</summary>
    /// <param name="other">The right factors.</param>
    public Tensor Bmm(Tensor other) => s_bmm.Call(this, other);

    /// <summary>beta · this + alpha · left · right.</summary>
    /// <param name="left">The left factor.</param>
    /// <param name="right">The right factor.</param>
    /// <param name="beta">Factor of this tensor.</param>
    /// <param name="alpha">Factor of the product.</param>
    public Tensor Addmm(Tensor left, Tensor right, Scalar beta, Scalar alpha) =>
        s_addmm.Call(this, left, right, beta, alpha);

    /// <summary>this + left · right.</summary>
    /// <param name="left">The left factor.</param>
    /// <param name="right">The right factor.</param>
    public Tensor Addmm(Tensor left, Tensor right) => s_addmm.Call(this, left, right);

    /// <summary>A fully connected layer: this · weightᵀ + bias.</summary>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="bias">[outputs], or none.</param>
    public Tensor Linear(Tensor weight, Tensor? bias = null) => s_linear.Call(this, weight, bias);

    /// <summary>The inner product of two vectors.</summary>
    /// <param name="other">The other vector.</param>
    public Tensor Dot(Tensor other) => s_dot.Call(this, other);

    /// <summary>The outer product of two vectors.</summary>
    /// <param name="other">The other vector.</param>
    public Tensor Outer(Tensor other) => s_outer.Call(this, other);
}
