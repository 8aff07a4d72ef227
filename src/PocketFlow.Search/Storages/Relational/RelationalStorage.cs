using System.Data.Common;

namespace PocketFlow.Search;

/// <summary>Keeps studies in a database, in the tables of Optuna's relational storage.</summary>
public abstract partial class RelationalStorage : IStudyStorage
{
    private const int Tries = 6;
    private readonly Lock _lock = new();
    private readonly SqlDialect _dialect;
    private readonly TimeProvider _clock;
    private readonly TrialReader _reader = new();
    private readonly Dictionary<long, TrialCache> _caches = [];
    private DbConnection? _connection;

    private protected RelationalStorage(SqlDialect dialect, TimeProvider clock, bool mustExist)
    {
        (_dialect, _clock) = (dialect, clock);
        try
        {
            Write(session =>
            {
                dialect.LockSchema(session);
                StudySchema.CreateOrCheck(session, mustExist);
                return true;
            });
            dialect.Prepare(_connection!);
        }
        catch (StudyException)
        {
            Disconnect();
            throw;
        }
    }

    /// <inheritdoc/>
    public StudyRecord CreateStudy(
        string name, IReadOnlyList<StudyDirection> directions, IReadOnlyDictionary<string, string> systemAttributes) =>
        Write(session =>
        {
            long? id = session.Whole(
                "INSERT INTO studies (study_name) VALUES (@name) ON CONFLICT (study_name) DO NOTHING RETURNING study_id",
                ("name", name));
            if (id is not { } study)
            {
                throw new StudyException($"found a study named '{name}'; expected a new name. Open it, or choose another.");
            }

            session.Put("study_directions", ["study_id", "objective", "direction"],
                directions.Select((d, i) => new object?[] { study, (long)i, StoredWords.Of(d) }), keys: 2);
            PutAttributes(session, "study_system_attributes", "study_id", study, systemAttributes);
            return ReadStudies(session, name)[0];
        });

    /// <inheritdoc/>
    public IReadOnlyList<StudyRecord> Studies() =>
        [.. Read(session => ReadStudies(session, null)).OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public StudyRecord? FindStudy(string name) => Read(session => ReadStudies(session, name)).FirstOrDefault();

    /// <inheritdoc/>
    public void DeleteStudy(long studyId) => Write(session =>
    {
        foreach (string table in (string[])["trial_params", "trial_values", "trial_intermediate_values",
            "trial_user_attributes", "trial_system_attributes", "trial_heartbeats"])
        {
            session.Execute($"DELETE FROM {table} WHERE trial_id IN (SELECT trial_id FROM trials WHERE study_id = @study)",
                ("study", studyId));
        }

        foreach (string table in (string[])["trials", "study_directions", "study_user_attributes",
            "study_system_attributes", "studies"])
        {
            session.Execute($"DELETE FROM {table} WHERE study_id = @study", ("study", studyId));
        }

        return _caches.Remove(studyId);
    });

    /// <inheritdoc/>
    public void SetStudyAttribute(long studyId, AttributeKind kind, string key, string json) => Write(session =>
    {
        HoldStudy(session, studyId);
        PutAttributes(session, kind == AttributeKind.User ? "study_user_attributes" : "study_system_attributes",
            "study_id", studyId, new Dictionary<string, string> { [key] = json });
        return true;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            Disconnect();
        }

        GC.SuppressFinalize(this);
    }

    private static List<StudyRecord> ReadStudies(SqlSession session, string? name)
    {
        string wanted = name is null ? "" : " WHERE study_id IN (SELECT study_id FROM studies WHERE study_name = @name)";
        var parameters = new List<(string, object?)>();
        if (name is not null)
        {
            parameters.Add(("name", name));
        }

        var names = new List<(long Id, string Name)>();
        var directions = new List<(long Id, StudyDirection Direction)>();
        var attributes = new Dictionary<(long, AttributeKind), Dictionary<string, string>>();
        session.QueryAll(
            $"""
            SELECT study_id, study_name FROM studies{wanted};
            SELECT study_id, CAST(direction AS VARCHAR(8)) FROM study_directions{wanted} ORDER BY study_id, objective;
            SELECT study_id, "key", value_json FROM study_user_attributes{wanted};
            SELECT study_id, "key", value_json FROM study_system_attributes{wanted};
            """,
            [
                r => names.Add((r.GetInt64(0), r.GetString(1))),
                r => directions.Add((r.GetInt64(0), StoredWords.ToDirection(r.GetString(1)))),
                r => Of(r.GetInt64(0), AttributeKind.User)[r.GetString(1)] = TrialReader.Text(r, 2),
                r => Of(r.GetInt64(0), AttributeKind.System)[r.GetString(1)] = TrialReader.Text(r, 2),
            ],
            [.. parameters]);
        return [.. names.Select(n => new StudyRecord
        {
            Id = n.Id, Name = n.Name, Directions = [.. directions.Where(d => d.Id == n.Id).Select(d => d.Direction)],
            Attributes = Of(n.Id, AttributeKind.User), SystemAttributes = Of(n.Id, AttributeKind.System),
        })];

        Dictionary<string, string> Of(long study, AttributeKind kind)
        {
            if (!attributes.TryGetValue((study, kind), out Dictionary<string, string>? map))
            {
                attributes[(study, kind)] = map = new(StringComparer.Ordinal);
            }

            return map;
        }
    }

    private static void PutAttributes(
        SqlSession session, string table, string owner, long id, IReadOnlyDictionary<string, string> attributes) =>
        session.Put(
            table, [owner, "\"key\"", "value_json"], attributes.Select(a => new object?[] { id, a.Key, a.Value }), keys: 2);

    private T Read<T>(Func<SqlSession, T> call) => Run(_dialect.BeginRead, call);

    private T Write<T>(Func<SqlSession, T> call) => Run(_dialect.BeginWrite, call);

    /// <summary>Runs a transaction, again where a failure may pass.</summary>
    private T Run<T>(Func<DbConnection, DbTransaction> begin, Func<SqlSession, T> call)
    {
        lock (_lock)
        {
            for (int tries = 1; ; tries++)
            {
                try
                {
                    _connection ??= _dialect.Connect();
                    using DbTransaction transaction = begin(_connection);
                    T result = call(new SqlSession(_connection, transaction, _dialect) { IsRetry = tries > 1 });
                    transaction.Commit();
                    return result;
                }
                catch (DbException e)
                {
                    // A connection that was never made means a wrong address, of which the user wants to know at once.
                    bool isLost = _connection is not null;
                    Disconnect();
                    if (!isLost && tries == 1 || tries >= Tries || !_dialect.IsPassing(e))
                    {
                        throw new StudyException(_dialect.Explain(e), e);
                    }

                    Thread.Sleep(TimeSpan.FromMilliseconds(50 << tries));
                }
            }
        }
    }

    private void Disconnect()
    {
        try
        {
            _connection?.Dispose();
        }
        catch (DbException)
        {
            // The connection is broken; there is nothing left to close.
        }

        _connection = null;
    }
}
