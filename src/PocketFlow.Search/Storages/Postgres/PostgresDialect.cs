using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Npgsql;
using NpgsqlTypes;

namespace PocketFlow.Search;

/// <summary>PostgreSQL: rows are locked, so that many workers on many machines change different trials at once.</summary>
internal sealed class PostgresDialect(NpgsqlConnectionStringBuilder address, TimeProvider? clock) : SqlDialect
{
    /// <summary>Held while the schema is created; any number that other programs hardly use.</summary>
    private const long SchemaLock = 0x506F636B6574;

    public override string Place => $"database '{address.Database}' at {address.Host}:{address.Port}";

    public override string KeyType => "SERIAL NOT NULL";

    public override string RealType => "FLOAT(53)";

    public override string TimeType => "TIMESTAMP WITHOUT TIME ZONE";

    public override string Lock => " FOR UPDATE";

    public override string LockFree => " FOR UPDATE SKIP LOCKED";

    public override string TablesQuery => "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()";

    public override string WordType(string type, IReadOnlyList<string> words) => type;

    public override string TypeDefinition(string type, IReadOnlyList<string> words) =>
        $"CREATE TYPE {type} AS ENUM ({string.Join(", ", words.Select(w => $"'{w}'"))})";

    public override DbConnection Connect()
    {
        var connection = new NpgsqlConnection(address.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch (NpgsqlException)
        {
            connection.Dispose();
            throw;
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            // Names that are unknown and servers that don't answer.
            connection.Dispose();
            throw new NpgsqlException(e.Message, e);
        }
    }

    public override void LockSchema(SqlSession session) =>
        session.Execute("SELECT pg_advisory_xact_lock(@key)", ("key", SchemaLock));

    public override DbTransaction BeginRead(DbConnection connection) =>
        connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public override DbTransaction BeginWrite(DbConnection connection) =>
        connection.BeginTransaction(IsolationLevel.ReadCommitted);

    /// <summary>Texts get no type, so that the server takes them for its enumerations too.</summary>
    public override void Bind(DbParameter parameter, object? value)
    {
        parameter.Value = value is DateTime time ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified) : value ?? DBNull.Value;
        if (value is string)
        {
            ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.Unknown;
        }
    }

    /// <summary>The server's clock, since those of the workers' machines differ; in the zone that Optuna's are in.</summary>
    public override DateTime Now(SqlSession session) =>
        clock?.GetUtcNow().UtcDateTime ?? (DateTime)session.Scalar("SELECT LOCALTIMESTAMP")!;

    /// <summary>Lost connections, servers that restart, deadlocks.</summary>
    public override bool IsPassing(DbException exception) =>
        exception is NpgsqlException { IsTransient: true } or PostgresException
        {
            SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
                or PostgresErrorCodes.CannotConnectNow,
        };

    public override string Explain(DbException exception) => exception switch
    {
        PostgresException { SqlState: "28P01" or "28000" } => $"the PostgreSQL server at {address.Host}:{address.Port} "
            + $"refuses the user '{address.Username}'; expected a user that may connect. Check Username and Password.",
        PostgresException { SqlState: "3D000" } => $"the PostgreSQL server at {address.Host}:{address.Port} has no "
            + $"database '{address.Database}'; expected an existing one. Create it with 'createdb {address.Database}'.",
        PostgresException e => $"{Place}: PostgreSQL failed: {e.SqlState}: {e.MessageText}",
        { InnerException: SocketException or TimeoutException } => $"found no PostgreSQL server at "
            + $"{address.Host}:{address.Port} ({exception.InnerException.Message}); expected one that accepts connections. "
            + "Start it, or correct Host and Port.",
        _ => $"{Place}: the connection failed: {exception.Message}",
    };
}
