using System.Buffers;

namespace PocketFlow.Data;

/// <summary>Makes one batch of an epoch. Safe for use from several threads.</summary>
internal sealed class BatchFactory
{
    private readonly ImageDataset _dataset;
    private readonly BatchLoaderOptions _options;
    private readonly NormalizationTable _table;
    private readonly AugmentationContext _context;

    public BatchFactory(ImageDataset dataset, Normalization normalization, BatchLoaderOptions options)
    {
        (_dataset, _options) = (dataset, options);
        _table = new NormalizationTable(normalization, dataset.Shape);
        _context = new AugmentationContext(dataset.Shape, normalization);
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
        byte[] scratch = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            for (int i = 0; i < count; i++)
            {
                int image = order.Index(first + i);
                buffers.Indices[i] = image;
                TargetSpan target = TargetOf(buffers, i);
                _dataset.ReadTarget(image, target);
                Span<float> destination = buffers.Images.AsSpan(i * length, length);
                Write(image, order.Random(first + i), scratch.AsSpan(0, length), destination, target);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }

        return new Batch(Pool, buffers, _dataset, order.Epoch, index, count);
    }

    private TargetSpan TargetOf(BatchBuffers buffers, int position)
    {
        TargetDescription target = _dataset.Target;
        var range = new Range(position * target.Length, (position + 1) * target.Length);
        return target.IsLabels
            ? new TargetSpan(target, buffers.Labels.AsSpan(range), [])
            : new TargetSpan(target, [], buffers.Values.AsSpan(range));
    }

    private void Write(
        int image, in SeededRandom random, Span<byte> scratch, Span<float> destination, TargetSpan target)
    {
        ReadOnlySpan<byte> pixels = _dataset.Image(image);
        if (_options.Augmentation.Steps.Count == 0)
        {
            _table.Apply(pixels, destination);
            return;
        }

        pixels.CopyTo(scratch);
        _options.Augmentation.Apply(scratch, _context, target, random);
        _table.Apply(scratch, destination);
    }
}
