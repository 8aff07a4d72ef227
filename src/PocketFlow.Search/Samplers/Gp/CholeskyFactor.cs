namespace PocketFlow.Search;

/// <summary>L of a positive definite matrix C = L Lᵀ, and what follows from its inverse W = L⁻¹.</summary>
internal sealed class CholeskyFactor
{
    private const int Block = 16;
    private readonly double[] _lower; // [n, n], used at and below the diagonal
    private readonly double[] _inverse; // Wᵀ, [n, n], zero below the diagonal
    private double[]? _rows; // W, [n, n], zero above the diagonal

    private CholeskyFactor(double[] lower, double[] inverse, int count) =>
        (_lower, _inverse, Count) = (lower, inverse, count);

    /// <summary>Rows of the matrix.</summary>
    public int Count { get; }

    /// <summary>log |C|.</summary>
    public double LogDeterminant
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Count; i++)
            {
                sum += Math.Log(_lower[i * Count + i]);
            }

            return 2 * sum;
        }
    }

    private double[] WhiteningRows => _rows ??= Transposed();

    /// <summary>Factors a matrix in place.</summary>
    /// <param name="matrix">Symmetric, [n, n]; read at and below the diagonal. The factor's afterwards.</param>
    /// <param name="count">n.</param>
    /// <returns>Null where the matrix is not positive definite.</returns>
    public static CholeskyFactor? Of(double[] matrix, int count) => Of(matrix, new double[count * count], count);

    /// <summary>Factors a matrix in place.</summary>
    /// <param name="matrix">Symmetric, [n, n]; read at and below the diagonal. The factor's afterwards.</param>
    /// <param name="inverse">[n, n]; overwritten. The factor's afterwards.</param>
    /// <param name="count">n.</param>
    /// <returns>Null where the matrix is not positive definite.</returns>
    public static CholeskyFactor? Of(double[] matrix, double[] inverse, int count)
    {
        for (int start = 0; start < count; start += Block)
        {
            int end = Math.Min(start + Block, count);
            RowProducts.Add(
                new Rows(matrix, start * count, count, count - start), new Rows(matrix, start * count, count, end - start),
                start, new Rows(matrix, start * count + start, count, count - start), -1);
            if (!FactorColumns(matrix, count, start, end))
            {
                return null;
            }
        }

        Invert(matrix, inverse, count);
        return new CholeskyFactor(matrix, inverse, count);
    }

    /// <summary>W k: what has unit covariance where k has C.</summary>
    /// <param name="rows">A vector per row.</param>
    /// <param name="result">A vector per row; overwritten.</param>
    public void Whiten(Rows rows, Rows result)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            result.Row(i, Count).Clear();
        }

        for (int start = 0; start < Count; start += Block)
        {
            int end = Math.Min(start + Block, Count);
            RowProducts.Add(rows, new Rows(WhiteningRows, start * Count, Count, end - start), end,
                result with { Offset = result.Offset + start }, 1);
        }
    }

    /// <summary>Wᵀ u; of a whitened vector this is C⁻¹ k.</summary>
    public void Unwhiten(ReadOnlySpan<double> white, Span<double> result)
    {
        for (int i = 0; i < Count; i++)
        {
            result[i] = RowProducts.Dot(_inverse.AsSpan(i * Count + i, Count - i), white[i..]);
        }
    }

    /// <summary>C⁻¹ k.</summary>
    public double[] Solve(double[] vector)
    {
        double[] white = new double[Count], solution = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            white[i] = (vector[i] - RowProducts.Dot(_lower.AsSpan(i * Count, i), white)) / _lower[i * Count + i];
        }

        Unwhiten(white, solution);
        return solution;
    }

    /// <summary>Writes C⁻¹, at and below the diagonal.</summary>
    /// <param name="result">[n, n]; overwritten.</param>
    public void FillInverseMatrix(double[] result)
    {
        result.AsSpan().Clear();
        for (int start = 0; start < Count; start += Block)
        {
            int end = Math.Min(start + Block, Count);
            RowProducts.Add(
                new Rows(_inverse, start * Count + start, Count, end - start), new Rows(_inverse, start, Count, end),
                Count - start, new Rows(result, start * Count, Count, end - start), 1);
        }
    }

    /// <summary>The factor of the matrix with one more row and column.</summary>
    /// <param name="covariances">With the rows so far.</param>
    /// <param name="variance">The new diagonal element.</param>
    public CholeskyFactor? Append(double[] covariances, double variance)
    {
        int n = Count, m = n + 1;
        double[] white = new double[n], solved = new double[n];
        Whiten(new Rows(covariances, 0, n, 1), new Rows(white, 0, n, 1));
        Unwhiten(white, solved);
        double pivot = variance - RowProducts.Dot(white, white);
        if (!(pivot > 0))
        {
            return null;
        }

        pivot = Math.Sqrt(pivot);
        double[] lower = new double[m * m], inverse = new double[m * m];
        for (int i = 0; i < n; i++)
        {
            _lower.AsSpan(i * n, n).CopyTo(lower.AsSpan(i * m));
            _inverse.AsSpan(i * n, n).CopyTo(inverse.AsSpan(i * m));
            inverse[i * m + n] = -solved[i] / pivot;
        }

        white.CopyTo(lower, n * m);
        (lower[^1], inverse[^1]) = (pivot, 1 / pivot);
        return new CholeskyFactor(lower, inverse, m);
    }

    private static bool FactorColumns(double[] matrix, int count, int start, int end)
    {
        for (int i = start; i < count; i++)
        {
            Span<double> row = matrix.AsSpan(i * count + start, end - start);
            for (int j = start; j < Math.Min(i + 1, end); j++)
            {
                ReadOnlySpan<double> other = matrix.AsSpan(j * count + start, j - start);
                double value = row[j - start] - RowProducts.Dot(row[..(j - start)], other);
                if (i == j)
                {
                    if (!(value > 0))
                    {
                        return false;
                    }

                    row[j - start] = Math.Sqrt(value);
                }
                else
                {
                    row[j - start] = value / matrix[j * count + j];
                }
            }
        }

        return true;
    }

    /// <summary>L⁻ᵀ: row j holds column j of L⁻¹, so that all products are of rows.</summary>
    private static void Invert(double[] lower, double[] inverse, int count)
    {
        inverse.AsSpan().Clear();
        for (int start = 0; start < count; start += Block)
        {
            int end = Math.Min(start + Block, count);
            for (int first = 0; first < start; first += Block)
            {
                RowProducts.Add(
                    new Rows(inverse, first * count + first, count, Block),
                    new Rows(lower, start * count + first, count, end - start), start - first,
                    new Rows(inverse, first * count + start, count, Block), -1);
            }

            for (int j = 0; j < end; j++)
            {
                for (int i = Math.Max(start, j); i < end; i++)
                {
                    int from = Math.Max(start, j);
                    double sum = (i == j ? 1 : inverse[j * count + i]) - RowProducts.Dot(
                        lower.AsSpan(i * count + from, i - from), inverse.AsSpan(j * count + from, i - from));
                    inverse[j * count + i] = sum / lower[i * count + i];
                }
            }
        }
    }

    private double[] Transposed()
    {
        var rows = new double[Count * Count];
        for (int i = 0; i < Count; i++)
        {
            for (int j = i; j < Count; j++)
            {
                rows[j * Count + i] = _inverse[i * Count + j];
            }
        }

        return rows;
    }
}
