using System.Data.Common;
using System.Globalization;

namespace PocketFlow.Search;

/// <content>How trials get back into the queue.</content>
public abstract partial class RelationalStorage
{
    /// <inheritdoc/>
    public void Release(TrialClaim claim) => Change(claim, session => PutBack(session, claim.TrialId));

    /// <inheritdoc/>
    public IReadOnlyList<int> Requeue(long studyId, Func<TrialClaim, TimeSpan, bool> isDead)
    {
        // Most often nobody is dead, and a look costs less than a transaction that could change something.
        if (!Read(session => Running(session, studyId).Any(r => isDead(r.Claim, r.Silence))))
        {
            return [];
        }

        return Write(session =>
        {
            // Workers that give a sign of life just now wait for the lock, or are seen to be alive below.
            session.Query("SELECT trial_id FROM trials WHERE study_id = @study AND state = 'RUNNING' ORDER BY trial_id"
                + _dialect.Lock, r => r.GetInt64(0), ("study", studyId));
            RunningTrial[] dead = [.. Running(session, studyId).Where(r => isDead(r.Claim, r.Silence))];
            foreach (RunningTrial trial in dead)
            {
                Bury(session, trial);
            }

            return (IReadOnlyList<int>)[.. dead.Select(r => r.Number)];
        });
    }

    private static void PutBack(SqlSession session, long trial)
    {
        session.Execute("UPDATE trials SET state = 'WAITING', datetime_start = NULL WHERE trial_id = @trial",
            ("trial", trial));
        session.Execute("DELETE FROM trial_system_attributes WHERE trial_id = @trial AND \"key\" = @key",
            ("trial", trial), ("key", StoredKeys.Worker));
        session.Execute("DELETE FROM trial_intermediate_values WHERE trial_id = @trial", ("trial", trial));
        session.Execute("DELETE FROM trial_heartbeats WHERE trial_id = @trial", ("trial", trial));
    }

    private void Bury(SqlSession session, RunningTrial trial)
    {
        int deaths = trial.Deaths + 1;
        PutAttributes(session, "trial_system_attributes", "trial_id", trial.Claim.TrialId, new Dictionary<string, string>
        {
            [StoredKeys.Deaths] = deaths.ToString(CultureInfo.InvariantCulture),
        });
        if (deaths < IStudyStorage.MostDeaths)
        {
            PutBack(session, trial.Claim.TrialId);
        }
        else
        {
            End(session, trial.Claim.TrialId, TrialState.Failed);
        }
    }

    private List<RunningTrial> Running(SqlSession session, long studyId)
    {
        DateTime now = _dialect.Now(session);
        return session.Query(
            $"""
            SELECT t.trial_id, t.number, h.heartbeat, w.value_json, d.value_json FROM trials t
              LEFT JOIN trial_heartbeats h ON h.trial_id = t.trial_id
              LEFT JOIN trial_system_attributes w ON w.trial_id = t.trial_id AND w."key" = @worker
              LEFT JOIN trial_system_attributes d ON d.trial_id = t.trial_id AND d."key" = @deaths
              WHERE t.trial_id IN (SELECT trial_id FROM trials WHERE {CacheOf(studyId).Changing} AND state = 'RUNNING')
              ORDER BY t.number
            """,
            r => new RunningTrial(
                new TrialClaim(r.GetInt64(0), WorkerOf(r)), r.GetInt32(1),
                r.IsDBNull(2) ? TimeSpan.Zero : now - r.GetDateTime(2),
                r.IsDBNull(4) ? 0 : int.Parse(r.GetString(4), CultureInfo.InvariantCulture)),
            ("study", studyId), ("worker", StoredKeys.Worker), ("deaths", StoredKeys.Deaths));
    }

    private static string WorkerOf(DbDataReader reader) => reader.IsDBNull(3)
        ? ""
        : System.Text.Json.JsonSerializer.Deserialize(reader.GetString(3), SearchJson.Default.String) ?? "";

    private sealed record RunningTrial(TrialClaim Claim, int Number, TimeSpan Silence, int Deaths);
}
