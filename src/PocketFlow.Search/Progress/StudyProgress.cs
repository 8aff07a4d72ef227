namespace PocketFlow.Search;

/// <summary>Turns the steps of a worker's search loop into <see cref="StudyEvent"/>s.</summary>
/// <remarks>For one worker that evaluates one trial after the other; a loop calls <see cref="Start"/>, then for each trial
/// <see cref="Begin"/>, <see cref="Report"/> and <see cref="End"/>, then <see cref="Finish"/>.</remarks>
public sealed class StudyProgress
{
    private readonly Study _study;
    private readonly IProgress<StudyEvent>? _listener;
    private readonly TimeProvider _clock;
    private readonly long _started;
    private readonly int _finishedBefore;
    private long _trialStarted;
    private TimeSpan _inTrials;
    private TrialRecord? _trial;
    private StudyEvent _last;

    /// <summary>Begins to measure time.</summary>
    /// <param name="study">The study that is searched.</param>
    /// <param name="planned">How many finished trials it is to have.</param>
    /// <param name="listener">Who is told; null for nobody.</param>
    /// <param name="clock">Where times come from; null for the system's clock.</param>
    public StudyProgress(Study study, int planned, IProgress<StudyEvent>? listener, TimeProvider? clock = null)
    {
        (_study, _listener, _clock) = (study, listener, clock ?? TimeProvider.System);
        _started = _clock.GetTimestamp();
        _last = new StudyEvent
        {
            Kind = StudyEventKind.StudyStarted, Time = Now, Study = study.Name, Directions = study.Directions,
            Planned = planned, Finished = 0,
        };
        _last = Counted(_last);
        _finishedBefore = _last.Finished;
    }

    /// <summary>The last event.</summary>
    public StudyEvent Last => _last;

    /// <summary>Tells that the search begins.</summary>
    public void Start() => Tell(Counted(_last) with { Kind = StudyEventKind.StudyStarted });

    /// <summary>Tells that a trial begins, once its parameters are chosen.</summary>
    public void Begin(Trial trial)
    {
        _trialStarted = _clock.GetTimestamp();
        _trial = _study.Trials[trial.Number];
        Tell(_last with { Kind = StudyEventKind.TrialStarted, Trial = _trial });
    }

    /// <summary>Tells of a value on the way; the trial itself is told by <see cref="Trial.Report"/>.</summary>
    public void Report(int step, double value)
    {
        TrialRecord trial = _trial ?? throw new InvalidOperationException("No trial was begun.");
        _trial = trial with
        {
            IntermediateValues = new Dictionary<int, double>(trial.IntermediateValues) { [step] = value },
        };
        Tell(_last with { Kind = StudyEventKind.TrialReported, Trial = _trial, Step = step });
    }

    /// <summary>Tells that a trial ended, after the study was told; one that was not begun began just now.</summary>
    public void End(Trial ended)
    {
        if (_trial is null)
        {
            Begin(ended);
        }

        TrialRecord trial = _trial!;
        _inTrials += _clock.GetElapsedTime(_trialStarted);
        _trial = null;
        Tell(Counted(_last) with { Kind = StudyEventKind.TrialFinished, Trial = _study.Trials[trial.Number] });
    }

    /// <summary>Tells that the search is over.</summary>
    public void Finish() => Tell(Counted(_last) with { Kind = StudyEventKind.StudyFinished, Trial = null });

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    private void Tell(StudyEvent happened)
    {
        TimeSpan elapsed = _clock.GetElapsedTime(_started);
        TimeSpan inTrials = _trial is null ? _inTrials : _inTrials + _clock.GetElapsedTime(_trialStarted);
        int done = happened.Finished - _finishedBefore;
        _last = happened with
        {
            Time = Now,
            Step = happened.Kind == StudyEventKind.TrialReported ? happened.Step : null,
            Elapsed = elapsed,
            Overhead = elapsed - inTrials,
            Remaining = done > 0 ? elapsed / done * Math.Max(0, happened.Planned - happened.Finished) : null,
        };
        _listener?.Report(_last);
    }

    private StudyEvent Counted(StudyEvent e) => e with
    {
        Finished = _study.Trials.Count(t => t.IsFinished),
        Best = _study.Directions.Count == 1 ? _study.Best : null,
        FrontSize = _study.Directions.Count > 1 ? _study.ParetoFront.Count : null,
    };
}
