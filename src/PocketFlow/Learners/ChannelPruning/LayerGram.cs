using PocketFlow.Torch;

namespace PocketFlow.Learners.ChannelPruning;

/// <summary>
/// The sums over samples that selection and reconstruction of one layer need: <c>PᵀP</c>, <c>PᵀY</c> and <c>‖Y‖²</c>, with P
/// the input patches and Y the wanted outputs. Their size doesn't depend on the number of samples.
/// </summary>
internal sealed class LayerGram : IDisposable
{
    private Tensor? _patches;
    private Tensor? _cross;

    /// <summary>PᵀP, [columns, columns], in double.</summary>
    public Tensor Patches => _patches!;

    /// <summary>PᵀY, [columns, outputs], in double.</summary>
    public Tensor Cross => _cross!;

    /// <summary>The sum of squares of the wanted outputs.</summary>
    public double Energy { get; private set; }

    /// <summary>Adds samples.</summary>
    public void Add(Tensor patches, Tensor outputs)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor transposed = patches.Transpose(0, 1);
        Accumulate(ref _patches, transposed.Matmul(patches));
        Accumulate(ref _cross, transposed.Matmul(outputs));
        Energy += outputs.Square().Sum().Item();
    }

    /// <summary>
    /// The Gram matrix of the channels' contributions to the output and their products with the wanted output, both divided
    /// by the energy: with W the weights, <c>G_ij = Σ (PᵀP ∘ WWᵀ)</c> over the block (i, j) and <c>b_i = Σ (PᵀY ∘ W)</c>.
    /// </summary>
    /// <param name="weight">W, [columns, outputs].</param>
    /// <param name="columns">For each channel its columns.</param>
    public (double[,] Gram, double[] Target) Contributions(Tensor weight, IReadOnlyList<int[]> columns)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor wide = weight.To(DType.Float64);
        Tensor selector = Selector(columns, wide.Size(0), wide.Device);
        Tensor gram = selector.Matmul(Patches.Mul(wide.Matmul(wide.Transpose(0, 1)))).Matmul(selector.Transpose(0, 1));
        Tensor target = selector.Matmul(Cross.Mul(wide).Sum([1], keepAxis: true));
        double[] flat = gram.Div(Energy).ToArray<double>();
        double[,] matrix = new double[columns.Count, columns.Count];
        Buffer.BlockCopy(flat, 0, matrix, 0, flat.Length * sizeof(double));
        return (matrix, target.Div(Energy).ToArray<double>());
    }

    /// <summary>
    /// The weights of the kept columns that reproduce the wanted outputs best: <c>(PᵀP + λI) W = PᵀY + λW₀</c>. The small
    /// pull λ towards the old weights keeps directions in place that the samples say nothing about.
    /// </summary>
    /// <param name="weight">W₀, [columns, outputs].</param>
    /// <param name="kept">The columns that stay.</param>
    /// <returns>[columns, outputs], zero in the other columns.</returns>
    public Tensor Reconstruct(Tensor weight, long[] kept)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor index = Tensor.FromArray<long>(kept, kept.Length, weight.Device);
        Tensor gram = Patches.IndexSelect(0, index).IndexSelect(1, index);
        Tensor old = weight.To(DType.Float64);
        double pull = 1e-3 * gram.Diagonal().Mean().Item();
        Tensor left = gram.Add(Tensor.Eye(kept.Length, DType.Float64, weight.Device).Mul(pull));
        Tensor right = Cross.IndexSelect(0, index).Add(old.IndexSelect(0, index).Mul(pull));
        Tensor solved = right.CholeskySolve(left.Cholesky());
        Tensor result = old.ZerosLike().IndexCopyInPlace(0, index, solved);
        return scope.Keep(result.To(DType.Float32));
    }

    public void Dispose()
    {
        _patches?.Dispose();
        _cross?.Dispose();
    }

    private static void Accumulate(ref Tensor? sum, Tensor part)
    {
        if (sum is null)
        {
            sum = TensorScope.Release(part.To(DType.Float64).Clone());
        }
        else
        {
            sum.AddInPlace(part.To(DType.Float64));
        }
    }

    /// <summary>[channels, columns], one where a column belongs to a channel.</summary>
    private static Tensor Selector(IReadOnlyList<int[]> columns, long count, Device device)
    {
        double[] ones = new double[columns.Count * count];
        for (int i = 0; i < columns.Count; i++)
        {
            foreach (int column in columns[i])
            {
                ones[i * count + column] = 1;
            }
        }

        return Tensor.FromArray(ones, new long[] { columns.Count, count }, device);
    }
}
