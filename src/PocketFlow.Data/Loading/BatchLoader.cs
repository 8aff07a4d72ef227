using System.Diagnostics;

namespace PocketFlow.Data;

/// <summary>Gives batches of a data set, epoch by epoch, prepared ahead on background threads.</summary>
/// <remarks>
/// Order and augmentation depend on (seed, epoch, position) alone: the number of workers changes nothing, and
/// <see cref="Epoch"/> can start at any batch of any epoch with the batches of an uninterrupted run. Threads live as
/// long as the enumeration of an epoch, and sleep while enough is prepared.
/// </remarks>
public sealed class BatchLoader
{
    private const int EvaluationElements = 1 << 23;

    private readonly ImageDataset _dataset;
    private readonly BatchFactory _factory;
    private long _waitTicks;

    /// <summary>Creates a loader.</summary>
    /// <param name="dataset">Images.</param>
    /// <param name="normalization">Mean and deviation per channel.</param>
    /// <param name="options">Batch size, order, augmentation and threads; null for the defaults.</param>
    /// <exception cref="ArgumentException">The options are wrong or don't fit the records, or the channel counts
    /// differ.</exception>
    public BatchLoader(ImageDataset dataset, Normalization normalization, BatchLoaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(normalization);
        Options = options ?? new BatchLoaderOptions();
        string[] problems = [.. Options.Validate()];
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        _dataset = dataset;
        _factory = new BatchFactory(dataset, normalization, Options);
    }

    /// <summary>The options in use.</summary>
    public BatchLoaderOptions Options { get; }

    /// <summary>Number of images in the data set.</summary>
    public int ImageCount => _dataset.Count;

    /// <summary>Number of batches in an epoch, as <see cref="BatchLoaderOptions.DropLast"/> says.</summary>
    public int BatchesPerEpoch => Options.DropLast
        ? _dataset.Count / Options.BatchSize
        : (int)(((long)_dataset.Count + Options.BatchSize - 1) / Options.BatchSize);

    /// <summary>Time that the consumer has waited for batches so far; near 0 when data does not hold it up.</summary>
    public TimeSpan WaitTime => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _waitTicks));

    internal BatchPool Pool => _factory.Pool;

    /// <summary>Creates a loader for evaluation: in order, unchanged images, a short last batch is kept.</summary>
    /// <param name="dataset">Images.</param>
    /// <param name="normalization">Mean and deviation per channel.</param>
    /// <param name="batchSize">Images in a batch; null for 256, or fewer of large images.</param>
    /// <param name="workers">Background threads.</param>
    public static BatchLoader ForEvaluation(
        ImageDataset dataset, Normalization normalization, int? batchSize = null, int workers = 1)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        int size = batchSize ?? Math.Clamp(EvaluationElements / dataset.Shape.Length, 1, 256);
        return new(dataset, normalization, new() { BatchSize = size, Workers = workers, Shuffle = false });
    }

    /// <summary>Gives the batches of an epoch in order; the caller disposes each one.</summary>
    /// <param name="epoch">Number of the epoch, from 0.</param>
    /// <param name="startBatch">First batch to give, 0 to <see cref="BatchesPerEpoch"/>; for resuming.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="ArgumentOutOfRangeException">The epoch or the start does not exist.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled (while enumerating).</exception>
    public IEnumerable<Batch> Epoch(
        int epoch, int startBatch = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(startBatch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(startBatch, BatchesPerEpoch);
        return Options.Workers == 0
            ? Inline(epoch, startBatch, cancellationToken)
            : Prefetched(epoch, startBatch, cancellationToken);
    }

    private IEnumerable<Batch> Inline(int epoch, int startBatch, CancellationToken cancellationToken)
    {
        var order = new EpochOrder(_dataset.Count, Options, epoch);
        for (int index = startBatch; index < BatchesPerEpoch; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            Batch batch = _factory.Create(order, index);
            Interlocked.Add(ref _waitTicks, Stopwatch.GetTimestamp() - start);
            yield return batch;
        }
    }

    private IEnumerable<Batch> Prefetched(int epoch, int startBatch, CancellationToken cancellationToken)
    {
        var order = new EpochOrder(_dataset.Count, Options, epoch);
        using var workers = new BatchWorkers(_factory, order, startBatch, BatchesPerEpoch, Options);
        for (int index = startBatch; index < BatchesPerEpoch; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            Batch batch = workers.Take(cancellationToken);
            Interlocked.Add(ref _waitTicks, Stopwatch.GetTimestamp() - start);
            yield return batch;
        }
    }
}
