namespace PocketFlow.Search;

/// <summary>Keeps studies and trials. Safe to use from several threads.</summary>
/// <remarks>
/// Whoever runs a trial holds a claim; every change of a running trial names it, and fails with
/// <see cref="TrialLostException"/> once the trial was finished or given to another worker. Finished trials never change.
/// Every call is one transaction: after a crash it has happened or not. Failures of the medium are
/// <see cref="StudyException"/>s.
/// </remarks>
public interface IStudyStorage : IDisposable
{
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

    /// <summary>Adds a trial that a worker begins at once; it gets the next number.</summary>
    TrialRecord CreateTrial(long studyId, string worker, TrialTemplate? template = null);

    /// <summary>Queues a trial; it gets the next number.</summary>
    TrialRecord Enqueue(long studyId, TrialTemplate template);

    /// <summary>Gives the worker the waiting trial of the lowest number; null when none waits.</summary>
    TrialRecord? TakeWaiting(long studyId, string worker);

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

    /// <summary>Puts running trials without a sign of life back into the queue, with the parameters that they have and
    /// without what they reported.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="grace">How long a worker may be silent; zero takes every running trial back.</param>
    /// <returns>Their numbers.</returns>
    IReadOnlyList<int> Requeue(long studyId, TimeSpan grace);

    /// <summary>Every trial of a study, by number. The list is a snapshot.</summary>
    IReadOnlyList<TrialRecord> Trials(long studyId);
}
