namespace PocketFlow.Data;

/// <summary>Keeps the arrays of disposed batches for the next ones. Safe for use from several threads.</summary>
internal sealed class BatchPool(int batchSize, int imageLength, TargetDescription target, int capacity)
{
    private readonly Stack<BatchBuffers> _free = new();
    private readonly Lock _lock = new();

    /// <summary>How many sets of arrays were allocated so far.</summary>
    public int Allocated { get; private set; }

    public BatchBuffers Rent()
    {
        lock (_lock)
        {
            if (_free.TryPop(out BatchBuffers? buffers))
            {
                return buffers;
            }

            Allocated++;
        }

        return new BatchBuffers(batchSize, imageLength, target);
    }

    public void Return(BatchBuffers buffers)
    {
        lock (_lock)
        {
            if (_free.Count < capacity)
            {
                _free.Push(buffers);
            }
        }
    }
}
