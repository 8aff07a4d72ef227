namespace PocketFlow.Data;

/// <summary>Makes one batch of an epoch. Safe for use from several threads.</summary>
internal sealed class BatchFactory
{
    private readonly ImageDataset _dataset;
    private readonly BatchLoaderOptions _options;
    private readonly InputReader _reader;

    public BatchFactory(ImageDataset dataset, Normalization normalization, BatchLoaderOptions options)
    {
        (_dataset, _options) = (dataset, options);
        _reader = new InputReader(dataset, normalization, options.Augmentation);
        Pool = new BatchPool(
            options.BatchSize, dataset.Shape.Length, dataset.Target, options.Prefetch + options.Workers + 2);
    }

    public BatchPool Pool { get; }

    public Batch Create(EpochOrder order, int index)
    {
        int first = index * _options.BatchSize;
        int count = Math.Min(_options.BatchSize, _dataset.Count - first);
        BatchBuffers buffers = Pool.Rent();
        int length = _dataset.Shape.Length;
        for (int i = 0; i < count; i++)
        {
            int record = order.Index(first + i);
            buffers.Indices[i] = record;
            TargetSpan target = buffers.TargetAt(i);
            _dataset.ReadTarget(record, target);
            _reader.Read(record, order.Random(first + i), target, buffers.Images.AsSpan(i * length, length));
        }

        return new Batch(Pool, buffers, _dataset, order.Epoch, index, count);
    }
}
