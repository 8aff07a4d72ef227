namespace PocketFlow.Search;

/// <summary>How a worker behaves among others.</summary>
public sealed record WorkerOptions
{
    /// <summary>Time from sign to sign of life while a trial is evaluated.</summary>
    /// <value>The default is 10 s.</value>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long another worker may be silent until it is taken for dead. Longer than its interval and the longest
    /// time that a trial keeps the whole process from running.</summary>
    /// <value>The default is 30 s.</value>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often is looked whether trials of other workers have ended, when only those are left.</summary>
    /// <value>The default is 0.2 s.</value>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>Called after the result of a trial was told, with the trial; not for trials that were lost.</summary>
    /// <value>The default does nothing.</value>
    public Action<Trial> Told { get; init; } = _ => { };

    /// <summary>Which exceptions of the objective end the worker, with the trial back in the queue; others only fail the
    /// trial.</summary>
    /// <value>The default is none. Failures of the storage and cancellation always end the worker.</value>
    public Func<Exception, bool> EndsWorker { get; init; } = _ => false;
}
