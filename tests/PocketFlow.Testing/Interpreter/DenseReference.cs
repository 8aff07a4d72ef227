namespace PocketFlow.Testing.Interpreter;

/// <summary>Matrix products.</summary>
internal static class DenseReference
{
    public static ReferenceTensor Gemm(ReferenceCall call)
    {
        ReferenceTensor a = call[0];
        ReferenceTensor b = call[1];
        bool turnsA = call.Int("transA", 0) != 0;
        bool turnsB = call.Int("transB", 0) != 0;
        float alpha = call.Float("alpha", 1);
        float beta = call.Float("beta", 1);
        int inner = a.Dims[turnsA ? 0 : 1];
        return ReferenceTensor.Create([a.Dims[turnsA ? 1 : 0], b.Dims[turnsB ? 0 : 1]], index =>
        {
            double sum = 0;
            for (int k = 0; k < inner; k++)
            {
                double left = turnsA ? a.At(k, index[0]) : a.At(index[0], k);
                sum += left * (turnsB ? b.At(index[1], k) : b.At(k, index[1]));
            }

            double bias = call.Has(2) ? ElementReference.BroadcastAt(call[2], index) : 0;
            return (float)(alpha * sum + beta * bias);
        });
    }

    public static ReferenceTensor MatMul(ReferenceCall call)
    {
        // A vector is a matrix of one row or column, which the result lacks again.
        ReferenceTensor a = call[0].Rank == 1 ? call[0] with { Dims = [1, .. call[0].Dims] } : call[0];
        ReferenceTensor b = call[1].Rank == 1 ? call[1] with { Dims = [.. call[1].Dims, 1] } : call[1];
        int[] batch = ElementReference.BroadcastDims(a.Dims[..^2], b.Dims[..^2]);
        ReferenceTensor product = ReferenceTensor.Create([.. batch, a.Dims[^2], b.Dims[^1]], index =>
        {
            double sum = 0;
            for (int k = 0; k < a.Dims[^1]; k++)
            {
                double left = ElementReference.BroadcastAt(a, [.. index[..^1], k]);
                sum += left * ElementReference.BroadcastAt(b, [.. index[..^2], k, index[^1]]);
            }

            return (float)sum;
        });
        int[] rows = call[0].Rank == 1 ? [] : [a.Dims[^2]];
        int[] columns = call[1].Rank == 1 ? [] : [b.Dims[^1]];
        return product with { Dims = [.. batch, .. rows, .. columns] };
    }
}
