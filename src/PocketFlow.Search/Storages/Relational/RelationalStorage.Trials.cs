using System.Text.Json;

namespace PocketFlow.Search;

/// <content>What is done with trials.</content>
public abstract partial class RelationalStorage
{
    /// <inheritdoc/>
    public TrialRecord Enqueue(long studyId, TrialTemplate template) => Write(session =>
    {
        HoldStudy(session, studyId);
        long trial = Add(session, studyId, NextNumber(session, studyId), TrialState.Waiting);
        PutParameters(session, trial, template.Parameters, template.Distributions);
        PutAttributes(session, "trial_user_attributes", "trial_id", trial, template.Attributes);
        PutAttributes(session, "trial_system_attributes", "trial_id", trial, template.SystemAttributes);
        return Refresh(session, studyId).First(t => t.Id == trial);
    });

    /// <inheritdoc/>
    public TrialRecord? StartTrial(long studyId, string worker, int limit = int.MaxValue) => Write(session =>
    {
        long? trial = Take(session, studyId);
        if (trial is null)
        {
            HoldStudy(session, studyId);
            int number = NextNumber(session, studyId);
            trial = number < limit ? Add(session, studyId, number, TrialState.Running) : null;
        }

        if (trial is not { } id)
        {
            return null;
        }

        PutAttributes(session, "trial_system_attributes", "trial_id", id,
            new Dictionary<string, string> { [StoredKeys.Worker] = Json(worker) });
        PutHeartbeat(session, id);
        return Refresh(session, studyId).First(t => t.Id == id);
    });

    /// <inheritdoc/>
    public void SetParameters(
        TrialClaim claim, IReadOnlyDictionary<string, double> values,
        IReadOnlyDictionary<string, Distribution> distributions) =>
        Change(claim, session => PutParameters(session, claim.TrialId, values, distributions));

    /// <inheritdoc/>
    public void Report(TrialClaim claim, int step, double value) => Change(claim, session =>
    {
        var stored = StoredNumber.Of(value);
        session.Put("trial_intermediate_values", ["trial_id", "step", "intermediate_value", "intermediate_value_type"],
            [[claim.TrialId, (long)step, stored.Value, stored.Kind]], keys: 2);
    });

    /// <inheritdoc/>
    public void SetTrialAttribute(TrialClaim claim, AttributeKind kind, string key, string json) => Change(
        claim, session => PutAttributes(
            session, kind == AttributeKind.User ? "trial_user_attributes" : "trial_system_attributes", "trial_id",
            claim.TrialId, new Dictionary<string, string> { [key] = json }));

    /// <inheritdoc/>
    public void Finish(TrialClaim claim, TrialState state, IReadOnlyList<double> values) => Write(session =>
    {
        if (session.IsRetry && IsHeld(session, claim, state))
        {
            // The connection broke after the transaction had ended.
            return true;
        }

        RequireHeld(session, claim);
        session.Put("trial_values", ["trial_id", "objective", "value", "value_type"], values.Select((value, i) =>
        {
            var stored = StoredNumber.Of(value);
            return new object?[] { claim.TrialId, (long)i, stored.Value, stored.Kind };
        }), keys: 2);
        End(session, claim.TrialId, state);
        return true;
    });

    /// <inheritdoc/>
    public void Heartbeat(TrialClaim claim) => Change(claim, session => PutHeartbeat(session, claim.TrialId));

    /// <inheritdoc/>
    public IReadOnlyList<TrialRecord> Trials(long studyId) => Read(session => Refresh(session, studyId));

    /// <summary>Whoever numbers a trial holds its study, as Optuna does.</summary>
    /// <exception cref="StudyException">The study was deleted.</exception>
    private void HoldStudy(SqlSession session, long studyId)
    {
        if (session.Whole($"SELECT study_id FROM studies WHERE study_id = @study{_dialect.Lock}", ("study", studyId)) is null)
        {
            throw new StudyGoneException();
        }
    }

    private static string Json(string text) => JsonSerializer.Serialize(text, SearchJson.Default.String);

    private static int NextNumber(SqlSession session, long studyId) => (int)(session.Whole(
        "SELECT number FROM trials WHERE study_id = @study ORDER BY trial_id DESC LIMIT 1", ("study", studyId)) ?? -1) + 1;

    private static void PutParameters(
        SqlSession session, long trial, IReadOnlyDictionary<string, double> values,
        IReadOnlyDictionary<string, Distribution> distributions) => session.Put(
            "trial_params", ["trial_id", "param_name", "param_value", "distribution_json"],
            values.Select(v => new object?[] { trial, v.Key, v.Value, DistributionJson.Write(distributions[v.Key]) }),
            keys: 2);

    private long Add(SqlSession session, long studyId, int number, TrialState state) => session.Whole(
        "INSERT INTO trials (number, study_id, state, datetime_start) VALUES (@number, @study, @state, @start) "
            + "RETURNING trial_id",
        ("number", (long)number), ("study", studyId), ("state", StoredWords.Of(state)),
        ("start", state == TrialState.Running ? UtcNow : null))!.Value;

    /// <summary>Makes the first waiting trial a running one; null when none waits.</summary>
    private long? Take(SqlSession session, long studyId)
    {
        long? waiting = session.Whole(
            $"SELECT trial_id FROM trials WHERE {CacheOf(studyId).Changing} AND state = 'WAITING' ORDER BY number LIMIT 1"
                + _dialect.LockFree, ("study", studyId));
        if (waiting is { } trial)
        {
            session.Execute("UPDATE trials SET state = 'RUNNING', datetime_start = @start WHERE trial_id = @trial",
                ("start", UtcNow), ("trial", trial));
        }

        return waiting;
    }

    private void Change(TrialClaim claim, Action<SqlSession> change) => Write(session =>
    {
        RequireHeld(session, claim);
        change(session);
        return true;
    });

    private void RequireHeld(SqlSession session, TrialClaim claim)
    {
        if (!IsHeld(session, claim, TrialState.Running))
        {
            throw session.Whole("SELECT number FROM trials WHERE trial_id = @trial", ("trial", claim.TrialId)) is { } number
                ? new TrialLostException((int)number)
                : new StudyGoneException();
        }
    }

    /// <summary>Whether the trial is in a state and this worker was the last to hold it; the trial's row is locked.</summary>
    private bool IsHeld(SqlSession session, TrialClaim claim, TrialState state)
    {
        // Two statements: while the first one waits for a lock, the claim may change hands.
        long? trial = session.Whole(
            $"SELECT trial_id FROM trials WHERE trial_id = @trial AND state = @state{_dialect.Lock}",
            ("trial", claim.TrialId), ("state", StoredWords.Of(state)));
        return trial is not null && session.Scalar(
            "SELECT value_json FROM trial_system_attributes WHERE trial_id = @trial AND \"key\" = @key",
            ("trial", claim.TrialId), ("key", StoredKeys.Worker)) is string json && json == Json(claim.Worker);
    }

    private void PutHeartbeat(SqlSession session, long trial) => session.Put(
        "trial_heartbeats", ["trial_id", "heartbeat"], [[trial, _dialect.Now(session)]], keys: 1);

    private void End(SqlSession session, long trial, TrialState state) => session.Execute(
        "UPDATE trials SET state = @state, datetime_complete = @end WHERE trial_id = @trial",
        ("state", StoredWords.Of(state)), ("end", UtcNow), ("trial", trial));

    /// <summary>The schema's times of trials are UTC without saying so.</summary>
    private DateTime UtcNow => DateTime.SpecifyKind(_clock.GetUtcNow().UtcDateTime, DateTimeKind.Unspecified);

    private TrialCache CacheOf(long studyId)
    {
        if (!_caches.TryGetValue(studyId, out TrialCache? cache))
        {
            _caches[studyId] = cache = new TrialCache();
        }

        return cache;
    }

    private IReadOnlyList<TrialRecord> Refresh(SqlSession session, long studyId)
    {
        TrialCache cache = CacheOf(studyId);
        foreach (TrialRecord trial in _reader.Read(session, studyId, cache))
        {
            cache.Put(trial);
        }

        return cache.Snapshot;
    }
}
