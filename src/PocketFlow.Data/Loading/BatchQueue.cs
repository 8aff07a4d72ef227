using System.Runtime.ExceptionServices;

namespace PocketFlow.Data;

/// <summary>A bounded hand-over: workers claim batch numbers, the consumer takes batches in order.</summary>
/// <remarks>A failure is handed over in the place of its batch, so that all batches before it still arrive.</remarks>
internal sealed class BatchQueue(int first, int end, int depth)
{
    private readonly object _lock = new();
    private readonly (Batch? Batch, ExceptionDispatchInfo? Failure)[] _slots =
        new (Batch?, ExceptionDispatchInfo?)[depth];

    private int _nextToClaim = first;
    private int _nextToTake = first;
    private bool _stopped;

    /// <summary>Waits for a free slot and gives out the next number; false when there is nothing more to do.</summary>
    public bool TryClaim(out int index)
    {
        lock (_lock)
        {
            while (!_stopped && _nextToClaim < end && _nextToClaim - _nextToTake >= depth)
            {
                Monitor.Wait(_lock);
            }

            index = _nextToClaim;
            if (_stopped || _nextToClaim >= end)
            {
                return false;
            }

            _nextToClaim++;
            return true;
        }
    }

    /// <summary>Delivers a claimed batch.</summary>
    public void Complete(int index, Batch batch) => Put(index, (batch, null));

    /// <summary>Delivers the failure of a claimed batch, and lets no further ones be claimed.</summary>
    public void Fail(int index, Exception error)
    {
        Put(index, (null, ExceptionDispatchInfo.Capture(error)));
        lock (_lock)
        {
            end = Math.Min(end, _nextToClaim);
        }
    }

    /// <summary>Waits for the next batch in order; throws what its worker threw.</summary>
    public Batch Take(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration wake = cancellationToken.Register(Wake);
        lock (_lock)
        {
            ref (Batch? Batch, ExceptionDispatchInfo? Failure) slot = ref _slots[_nextToTake % depth];
            while (slot is (null, null))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(_lock);
            }

            slot.Failure?.Throw();
            Batch batch = slot.Batch!;
            slot = default;
            _nextToTake++;
            Monitor.PulseAll(_lock);
            return batch;
        }
    }

    /// <summary>Lets all workers finish, and gives back batches that nobody will take.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            foreach ((Batch? batch, _) in _slots)
            {
                batch?.Dispose();
            }

            Monitor.PulseAll(_lock);
        }
    }

    private void Put(int index, (Batch? Batch, ExceptionDispatchInfo? Failure) result)
    {
        lock (_lock)
        {
            if (_stopped)
            {
                result.Batch?.Dispose();
                return;
            }

            _slots[index % depth] = result;
            Monitor.PulseAll(_lock);
        }
    }

    private void Wake()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }
}
