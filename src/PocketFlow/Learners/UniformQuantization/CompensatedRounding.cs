using PocketFlow.Graphs;
using PocketFlow.Learners.ChannelPruning;
using PocketFlow.Torch;

namespace PocketFlow.Learners.UniformQuantization;

/// <summary>
/// Rounds a layer's weight column by column; the columns still to come make up for the error that each rounding causes in
/// the layer's output (Frantar et al. 2023, GPTQ, arXiv 2210.17323, algorithm 1).
/// </summary>
internal static class CompensatedRounding
{
    /// <summary>What is added to the diagonal, as a share of its mean, as in the paper.</summary>
    private const double Damping = 0.01;

    /// <summary>The weight with each element on its channel's grid.</summary>
    /// <param name="layer">The layer that reads the weight.</param>
    /// <param name="grid">The symmetric grid of each output channel.</param>
    /// <param name="gram">PᵀP, [columns, columns].</param>
    public static TensorData Round(ConsumerLayer layer, Quantization grid, double[] gram)
    {
        using TensorScope scope = TensorScope.Begin();
        TensorData weight = layer.Weight.Data!;
        Tensor matrix = WeightColumns.Matrix(layer, Tensor.FromArray(weight.ToFloats(), weight.Dims.ToArray(), default));
        int columns = (int)matrix.Size(0), outputs = (int)matrix.Size(1);
        double[] factor = Factor(gram, columns);
        double[] rows = matrix.Transpose(0, 1).Contiguous().To(DType.Float64).ToArray<double>();
        for (int channel = 0; channel < outputs; channel++)
        {
            RoundRow(rows.AsSpan(channel * columns, columns), factor, grid.Scale[channel], grid.Maximum);
        }

        Tensor rounded = Tensor.FromArray(rows, new long[] { outputs, columns }, default).To(DType.Float32);
        return WeightColumns.Data(layer, rounded.Transpose(0, 1));
    }

    /// <summary>The upper triangular factor of the inverse of the damped Gram matrix, row by row.</summary>
    private static double[] Factor(double[] gram, int columns)
    {
        Tensor sums = Tensor.FromArray(gram, new long[] { columns, columns }, default);
        Tensor one = Tensor.Eye(columns, DType.Float64, default);
        double mean = Math.Max(sums.Diagonal().Mean().Item(), double.Epsilon);
        Tensor scaled = sums.Div(mean).Add(one.Mul(Damping));
        return one.CholeskySolve(scaled.Cholesky()).Cholesky(upper: true).Contiguous().ToArray<double>();
    }

    private static void RoundRow(Span<double> row, double[] factor, double scale, int maximum)
    {
        int columns = row.Length;
        for (int i = 0; i < columns; i++)
        {
            ReadOnlySpan<double> shares = factor.AsSpan(i * columns, columns);
            double rounded = Math.Clamp(Math.Round(row[i] / scale), -maximum, maximum) * scale;
            double error = (row[i] - rounded) / shares[i];
            row[i] = rounded;
            for (int j = i + 1; j < columns; j++)
            {
                row[j] -= error * shares[j];
            }
        }
    }
}
