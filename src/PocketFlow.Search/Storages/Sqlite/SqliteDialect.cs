using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PocketFlow.Search;

/// <summary>SQLite: one file, one writer at a time, readers that don't wait.</summary>
internal sealed class SqliteDialect(string path, TimeProvider clock) : SqlDialect
{
    private const int Busy = 5, Locked = 6, ReadOnly = 8, Corrupt = 11, Full = 13, CannotOpen = 14, NoDatabase = 26;

    /// <summary>How long a writer waits for the others.</summary>
    private const int PatienceMilliseconds = 60_000;

    public override string Place => path;

    public override string KeyType => "INTEGER NOT NULL";

    public override string RealType => "FLOAT";

    public override string TimeType => "DATETIME";

    public override string Lock => "";

    public override string LockFree => "";

    public override string TablesQuery => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";

    public override string WordType(string type, IReadOnlyList<string> words) =>
        string.Create(CultureInfo.InvariantCulture, $"VARCHAR({words.Max(w => w.Length)})");

    public override string TypeDefinition(string type, IReadOnlyList<string> words) => "";

    public override DbConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Pooling = false, ForeignKeys = true, DefaultTimeout = PatienceMilliseconds / 1000,
        }.ToString());
        try
        {
            connection.Open();
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {PatienceMilliseconds}"));

            // Transactions reach the operating system before they end, so a killed process loses none of them.
            Execute(connection, "PRAGMA synchronous = NORMAL");
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Damage is found now rather than after hours; the journal lets readers and a writer work at once.</summary>
    public override void Prepare(DbConnection connection)
    {
        try
        {
            using DbCommand check = connection.CreateCommand();
            check.CommandText = "PRAGMA quick_check(1)";
            if (check.ExecuteScalar() is string found && found != "ok")
            {
                throw new StudyException(Damaged(found));
            }

            Execute(connection, "PRAGMA journal_mode = WAL");
        }
        catch (SqliteException e)
        {
            throw new StudyException(Explain(e), e);
        }
    }

    public override void LockSchema(SqlSession session)
    {
    }

    public override DbTransaction BeginRead(DbConnection connection) =>
        ((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: true);

    public override DbTransaction BeginWrite(DbConnection connection) =>
        ((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: false);

    /// <summary>Times have six digits after the point, no more and no fewer: SQLAlchemy reads them as microseconds.</summary>
    public override void Bind(DbParameter parameter, object? value) => parameter.Value = value is DateTime time
        ? time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)
        : value ?? DBNull.Value;

    public override DateTime Now(SqlSession session) => clock.GetUtcNow().UtcDateTime;

    public override bool IsPassing(DbException exception) => exception is SqliteException { SqliteErrorCode: Busy or Locked };

    public override string Explain(DbException exception) => (exception as SqliteException)?.SqliteErrorCode switch
    {
        NoDatabase => $"{path}: found a file that is no SQLite database; expected a storage of studies or a new file. "
            + "Choose another path; the file was left as it is.",
        Corrupt => Damaged(exception.Message),
        CannotOpen => $"{path}: can't be opened or created; expected a file in an existing directory that may be written to.",
        ReadOnly => $"{path}: may not be written to; expected a writable file in a writable directory.",
        Full => $"{path}: the disk is full; nothing was lost. Make room and go on.",
        Busy or Locked => $"{path}: another program has kept the file locked for a minute. End it, and go on.",
        _ => $"{path}: SQLite failed: {exception.Message}",
    };

    private string Damaged(string found) => $"{path}: found a damaged database ({found.Trim()}); expected a storage of "
        + "studies. Restore a copy, or recover what is left with 'sqlite3 FILE .recover'; the file was left as it is.";

    private static void Execute(DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
