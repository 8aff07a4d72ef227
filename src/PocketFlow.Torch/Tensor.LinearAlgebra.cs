namespace PocketFlow.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_cholesky = new("aten::linalg_cholesky");
    private static readonly Operator s_solve = new("aten::linalg_solve");
    private static readonly Operator s_choleskySolve = new("aten::cholesky_solve");
    private static readonly Operator s_inverse = new("aten::linalg_inv");
    private static readonly Operator s_lstsq = new("aten::linalg_lstsq");
    private static readonly Operator s_svd = new("aten::linalg_svd");
    private static readonly Operator s_eigh = new("aten::linalg_eigh");
    private static readonly Operator s_pinverse = new("aten::linalg_pinv");

    /// <summary>The lower factor of a positive definite matrix.</summary>
    /// <param name="upper">Whether the upper factor is wanted.</param>
    public Tensor Cholesky(bool upper = false) => s_cholesky.Call(this, upper);

    /// <summary>The x of this · x = right.</summary>
    /// <param name="right">The right side.</param>
    public Tensor Solve(Tensor right) => s_solve.Call(this, right);

    /// <summary>The x of A · x = this, where factor is A's Cholesky factor.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="upper">Whether it is the upper one.</param>
    public Tensor CholeskySolve(Tensor factor, bool upper = false) => s_choleskySolve.Call(this, factor, upper);

    /// <summary>The inverse of a matrix.</summary>
    public Tensor Inverse() => s_inverse.Call(this);

    /// <summary>The pseudo-inverse of a matrix.</summary>
    public Tensor PseudoInverse() => s_pinverse.Call(this, Argument.Default);

    /// <summary>The x that makes |this · x - right| smallest.</summary>
    /// <param name="right">The right side.</param>
    public Tensor LeastSquares(Tensor right) => s_lstsq.Call(this, right);

    /// <summary>The thin singular value decomposition.</summary>
    /// <param name="fullMatrices">Whether square factors are wanted.</param>
    /// <returns>U, the singular values, and Vᵀ.</returns>
    public (Tensor U, Tensor S, Tensor Vh) Svd(bool fullMatrices = false) =>
        Three(s_svd.CallMany(this, fullMatrices));

    /// <summary>Eigenvalues (ascending) and eigenvectors of a symmetric matrix.</summary>
    public (Tensor Values, Tensor Vectors) Eigh() => s_eigh.CallPair(this);

    private static (Tensor U, Tensor S, Tensor Vh) Three(Tensor?[] results) => (results[0]!, results[1]!, results[2]!);
}
