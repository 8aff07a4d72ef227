using Npgsql;

namespace PocketFlow.Search;

/// <summary>Keeps studies in a PostgreSQL database, for workers on any number of machines.</summary>
/// <remarks>Lost connections are made again, for some seconds.</remarks>
public sealed class PostgresStorage : RelationalStorage
{
    /// <summary>Connects to a database, and creates the tables where it is empty.</summary>
    /// <param name="address"><c>Host=…;Port=…;Database=…;Username=…;Password=…</c>, or
    /// <c>postgres://user:password@host:port/database</c>. What is left out comes from the environment (PGPASSWORD).</param>
    /// <param name="clock">Where times come from; null for the server's clock.</param>
    /// <param name="mustExist">Whether an empty database is an error, instead of being made a storage.</param>
    /// <exception cref="StudyException">The server can't be reached or refuses the user, or the database is another
    /// program's.</exception>
    public PostgresStorage(string address, TimeProvider? clock = null, bool mustExist = false)
        : base(new PostgresDialect(Parse(address), clock), clock ?? TimeProvider.System, mustExist)
    {
    }

    private static NpgsqlConnectionStringBuilder Parse(string address)
    {
        try
        {
            NpgsqlConnectionStringBuilder builder = address.Contains("://", StringComparison.Ordinal)
                ? FromUri(new Uri(address))
                : new NpgsqlConnectionStringBuilder(address);
            builder.Host ??= "localhost";

            // One connection serves the storage; a pool would keep it open behind its back.
            builder.Pooling = false;
            builder.ApplicationName ??= "PocketFlow";
            return builder;
        }
        catch (Exception e) when (e is ArgumentException or UriFormatException or FormatException or KeyNotFoundException)
        {
            // Neither the text nor the cause is repeated: both may hold a password.
            throw new StudyException("found a PostgreSQL address that can't be read; expected "
                + "'Host=…;Database=…;Username=…' or 'postgres://user@host:port/database'. Correct it.");
        }
    }

    private static NpgsqlConnectionStringBuilder FromUri(Uri uri)
    {
        string[] user = [.. uri.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString)];
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host, Port = uri.IsDefaultPort || uri.Port < 0 ? NpgsqlConnection.DefaultPort : uri.Port,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
        };
        if (user[0].Length > 0)
        {
            builder.Username = user[0];
        }

        if (user.Length > 1)
        {
            builder.Password = user[1];
        }

        return builder;
    }
}
