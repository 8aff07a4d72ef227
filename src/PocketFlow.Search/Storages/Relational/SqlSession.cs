using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace PocketFlow.Search;

/// <summary>Statements within one transaction. Values are parameters: named, or in the order of their columns.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Texts are put together from constants; values are parameters.")]
internal sealed class SqlSession(DbConnection connection, DbTransaction transaction, SqlDialect dialect)
{
    /// <summary>Whether the call was begun before and failed, perhaps after its transaction had ended.</summary>
    public bool IsRetry { get; init; }

    public SqlDialect Dialect => dialect;

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using DbCommand command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row; null when there is no row or no value.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using DbCommand command = Command(sql, parameters);
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    /// <summary>The first column of the first row as a whole number.</summary>
    public long? Whole(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Scalar(sql, parameters) is { } value ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;

    /// <summary>Every row.</summary>
    public List<T> Query<T>(
        string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using DbCommand command = Command(sql, parameters);
        using DbDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Several queries at once; each of the readers gets the rows of one of them.</summary>
    public void QueryAll(
        string sql, IReadOnlyList<Action<DbDataReader>> readers, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using DbCommand command = Command(sql, parameters);
        using DbDataReader reader = command.ExecuteReader();
        foreach (Action<DbDataReader> read in readers)
        {
            while (reader.Read())
            {
                read(reader);
            }

            reader.NextResult();
        }
    }

    /// <summary>Adds rows; those with a key that exists replace the existing ones.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Names of columns; the first ones are the key.</param>
    /// <param name="rows">Values in order of the columns.</param>
    /// <param name="keys">How many of the columns are the key.</param>
    public void Put(string table, string[] columns, IEnumerable<object?[]> rows, int keys)
    {
        var text = new StringBuilder();
        var parameters = new List<(string, object?)>();
        foreach (object?[] row in rows)
        {
            text.Append(text.Length == 0 ? "(" : ", (");
            for (int i = 0; i < row.Length; i++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"p{parameters.Count}");
                text.Append(i == 0 ? "@" : ", @").Append(name);
                parameters.Add((name, row[i]));
            }

            text.Append(')');
        }

        if (parameters.Count == 0)
        {
            return;
        }

        string changes = string.Join(", ", columns[keys..].Select(c => $"{c} = excluded.{c}"));
        Execute($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES {text} "
            + $"ON CONFLICT ({string.Join(", ", columns[..keys])}) DO UPDATE SET {changes}", [.. parameters]);
    }

    private DbCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach ((string name, object? value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            dialect.Bind(parameter, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
