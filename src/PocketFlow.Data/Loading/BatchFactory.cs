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
        Pool = new BatchPool(options.BatchSize, dataset.Shape.Length, options.Prefetch + options.Workers + 2);
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
                buffers.Labels[i] = _dataset.Label(image);
                Span<float> destination = buffers.Images.AsSpan(i * length, length);
                Write(image, order.Random(first + i), scratch.AsSpan(0, length), destination);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }

        return new Batch(Pool, buffers, _dataset.Shape, order.Epoch, index, count);
    }

    private void Write(int image, in SeededRandom random, Span<byte> scratch, Span<float> destination)
    {
        ReadOnlySpan<byte> pixels = _dataset.Image(image);
        if (_options.Augmentation.Steps.Count == 0)
        {
            _table.Apply(pixels, destination);
            return;
        }

        pixels.CopyTo(scratch);
        _options.Augmentation.Apply(scratch, _context, random);
        _table.Apply(scratch, destination);
    }
}
