namespace PocketFlow.Graphs.Operators;

/// <summary>Picks slices by index tuples, which lie along the last axis of the indices.</summary>
public sealed class GatherNDOperator() : Operator("GatherND")
{
    /// <inheritdoc/>
    public override QuantizationRule QuantizationRule => QuantizationRule.SameAsInput;

    /// <inheritdoc/>
    public override void Infer(Node node)
    {
        Shape data = node.Input(0).KnownShape;
        Shape indices = node.Input(1).KnownShape;
        int batch = BatchOf(node);
        bool fits = indices.Rank >= 1 && data.Rank >= 1 && batch < Math.Min(data.Rank, indices.Rank)
            && indices[-1].IsKnown && indices[-1].Size >= 1 && batch + indices[-1].Size <= data.Rank;
        SetOutput(node, node.Input(0).Type, fits
            ? new Shape([.. indices.SkipLast(1), .. data.Skip(batch + (int)indices[-1].Size)])
            : throw Fault(node, "shape", $"indices {indices} don't point into {data} with {batch} batch axes."));
    }

    /// <summary>The number of leading axes that data and indices share.</summary>
    public static int BatchOf(Node node) => (int)node.Attributes.Int("batch_dims", 0) is >= 0 and var batch
        ? batch
        : throw Fault(node, "attribute", "batch_dims is negative.");

    /// <inheritdoc/>
    public override TensorData[] Evaluate(Node node)
    {
        TensorData data = node.Input(0).Data!;
        TensorData indices = node.Input(1).Data!;
        int batch = BatchOf(node);
        int depth = (int)indices.Dims[^1];
        long[] strides = ElementMap.Dense(data.Dims);
        long slice = TensorData.CountOf(data.Dims[(batch + depth)..]);
        long perBatch = TensorData.CountOf(indices.Dims[batch..^1]);
        long perData = TensorData.CountOf(data.Dims[batch..]);
        long[] picked = indices.ToInt64s();
        long[] map = new long[picked.Length / depth * slice];
        for (int tuple = 0; tuple < picked.Length / depth; tuple++)
        {
            long offset = tuple / perBatch * perData;
            for (int i = 0; i < depth; i++)
            {
                int axis = batch + i;
                offset += IndexCheck.Positive(node, picked[tuple * depth + i], data.Dims[axis]) * strides[axis];
            }

            for (long i = 0; i < slice; i++)
            {
                map[tuple * slice + i] = offset + i;
            }
        }

        return [ElementMap.Gather(data, node.Output.KnownShape.ToArray(), map)];
    }
}
