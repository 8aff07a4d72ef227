namespace PocketFlow.Data;

/// <summary>The background threads of one pass over an epoch; they end when it is disposed.</summary>
internal sealed class BatchWorkers : IDisposable
{
    private readonly BatchFactory _factory;
    private readonly EpochOrder _order;
    private readonly BatchQueue _queue;
    private readonly Thread[] _threads;

    public BatchWorkers(BatchFactory factory, EpochOrder order, int first, int end, BatchLoaderOptions options)
    {
        (_factory, _order) = (factory, order);
        _queue = new BatchQueue(first, end, options.Prefetch);
        _threads = new Thread[Math.Min(options.Workers, Math.Max(end - first, 0))];
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"batch worker {i}" };
            _threads[i].Start();
        }
    }

    public Batch Take(CancellationToken cancellationToken) => _queue.Take(cancellationToken);

    public void Dispose()
    {
        _queue.Stop();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
    }

    private void Work()
    {
        while (_queue.TryClaim(out int index))
        {
            try
            {
                _queue.Complete(index, _factory.Create(_order, index));
            }
#pragma warning disable CA1031 // Any failure is re-thrown to the consumer; here it would end the process.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _queue.Fail(index, error);
                return;
            }
        }
    }
}
