namespace PocketFlow.Search;

/// <summary>Keeps studies and trials. Safe to use from several threads.</summary>
/// <remarks>
/// Whoever runs a trial holds a claim; every change of a running trial names it, and fails with
/// <see cref="TrialLostException"/> once the trial was finished or given to another worker. Finished trials never change.
/// Every call is one transaction: after a crash it has happened or not. Failures of the medium are
/// <see cref="StudyException"/>s. What would change a study that was deleted throws <see cref="StudyGoneException"/>.
/// </remarks>
public interface IStudyStorage : IDisposable
{
    /// <summary>How often a trial may lose its worker; then it fails instead of being queued again, since it is probably
    /// what kills them.</summary>
    const int MostDeaths = 3;

    /// <summary>Creates a study.</summary>
    /// <exception cref="StudyException">The name is taken.</exception>
    StudyRecord CreateStudy(
        string name, IReadOnlyList<StudyDirection> directions, IReadOnlyDictionary<string, string> systemAttributes);

    /// <summary>All studies by name.</summary>
    IReadOnlyList<StudyRecord> Studies();

    /// <summary>A study by its name, as it is now; null when there is none.</summary>
    StudyRecord? FindStudy(string name);

    /// <summary>Removes a study with all its trials.</summary>
    void DeleteStudy(long studyId);

    /// <summary>Sets an attribute of a study to a JSON text.</summary>
    void SetStudyAttribute(long studyId, AttributeKind kind, string key, string json);

    /// <summary>Queues a trial; it gets the next number.</summary>
    TrialRecord Enqueue(long studyId, TrialTemplate template);

    /// <summary>Gives the worker the waiting trial of the lowest number, or else a new one with the next number.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="worker">Who will hold the claim; see <see cref="WorkerName"/>.</param>
    /// <param name="limit">No trial is added to a study that has as many; 0 only takes what waits.</param>
    /// <returns>The running trial; null when none waits and the study has its number of trials.</returns>
    TrialRecord? StartTrial(long studyId, string worker, int limit = int.MaxValue);

    /// <summary>Adds values of parameters.</summary>
    void SetParameters(
        TrialClaim claim, IReadOnlyDictionary<string, double> values,
        IReadOnlyDictionary<string, Distribution> distributions);

    /// <summary>Sets the value of an intermediate step; a later one replaces an earlier one.</summary>
    void Report(TrialClaim claim, int step, double value);

    /// <summary>Sets an attribute of a running trial to a JSON text.</summary>
    void SetTrialAttribute(TrialClaim claim, AttributeKind kind, string key, string json);

    /// <summary>Ends a running trial.</summary>
    /// <param name="claim">The worker's claim.</param>
    /// <param name="state">Completed, pruned or failed.</param>
    /// <param name="values">One per objective if completed; may be empty else.</param>
    void Finish(TrialClaim claim, TrialState state, IReadOnlyList<double> values);

    /// <summary>A sign of life of the worker.</summary>
    void Heartbeat(TrialClaim claim);

    /// <summary>Puts a running trial back into the queue because its worker stops, with the parameters that it has and
    /// without what it reported.</summary>
    void Release(TrialClaim claim);

    /// <summary>Puts running trials of dead workers back into the queue, as <see cref="Release"/> does; one that lost
    /// <see cref="MostDeaths"/> workers fails.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="isDead">Says of a claim and the time since its last sign of life whether its worker is dead. Trials
    /// that another program runs without signs of life have an empty worker and no time.</param>
    /// <returns>The numbers of the trials that were queued or failed.</returns>
    IReadOnlyList<int> Requeue(long studyId, Func<TrialClaim, TimeSpan, bool> isDead);

    /// <summary>Every trial of a study, by number. The list is a snapshot.</summary>
    IReadOnlyList<TrialRecord> Trials(long studyId);
}
