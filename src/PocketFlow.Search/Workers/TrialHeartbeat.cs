namespace PocketFlow.Search;

/// <summary>Gives signs of life for a trial while it is evaluated.</summary>
public sealed class TrialHeartbeat : IDisposable
{
    private readonly CancellationTokenSource _lost = new();
    private readonly Trial _trial;
    private readonly ITimer _timer;
    private readonly Lock _beating = new();
    private bool _isOver;

    /// <summary>Starts; the first sign was given when the trial was.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="interval">Time from sign to sign.</param>
    /// <param name="clock">What measures it; null for the system's clock.</param>
    public TrialHeartbeat(Trial trial, TimeSpan interval, TimeProvider? clock = null)
    {
        _trial = trial;
        _timer = (clock ?? TimeProvider.System).CreateTimer(_ => Beat(), null, interval, interval);
    }

    /// <summary>Canceled when the trial was given to another worker, so that going on is a waste.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Stops.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_beating)
        {
            _isOver = true;
            _lost.Dispose();
        }
    }

    private void Beat()
    {
        lock (_beating)
        {
            if (_isOver)
            {
                return;
            }

            try
            {
                _trial.Heartbeat();
            }
            catch (TrialLostException)
            {
                _lost.Cancel();
            }
            catch (StudyException)
            {
                // The storage may be back at the next beat; if not, telling the result says so.
            }
        }
    }
}
